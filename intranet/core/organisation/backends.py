"""Who is signed in, read together with what every page shows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend

from intranet.core.background.statements import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.core.kinds import Person


class PersonBackend(ModelBackend):
    """Django's own, but the profile comes with the account: one query a page less. Another back end may inherit it too."""

    def get_user(self, user_id: Any) -> Person | None:
        found = _person(int(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None


@prepared
def _person(pk: int) -> QuerySet[Person]:
    return get_user_model()._default_manager.select_related("roost_profile").filter(pk=pk)

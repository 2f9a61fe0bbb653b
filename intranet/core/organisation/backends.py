"""Who is signed in, read together with what every page shows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend

if TYPE_CHECKING:
    from intranet.core.kinds import Person


class PersonBackend(ModelBackend):
    """Django's own, but the profile comes with the account: one query a page less. Another back end may inherit it too."""

    def get_user(self, user_id: Any) -> Person | None:
        person = get_user_model()._default_manager.select_related("roost_profile").filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None

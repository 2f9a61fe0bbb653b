"""Who may tell everybody, who decides that something must be read, and who sees by name who has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.kinds import Answerable
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import holds

if TYPE_CHECKING:
    from django.db.models import Model
    from wagtail.models import Page

    from intranet.core.kinds import AnyUser, DocumentFields, Person
    from intranet.core.notifications.models import Acknowledgeable, MustRead
    from intranet.core.organisation.models import Service


def can_mention_everybody(user: AnyUser, place: Model) -> bool:
    """Central co-ordinators, and whoever answers there in person; no delegate, for it cannot be taken back."""
    if not (user.is_authenticated and user.is_active):
        return False
    if holds(user, Role.CENTRAL_COORDINATOR):
        return True
    addressee = place.addressee() if isinstance(place, Answerable) else None
    return addressee is not None and addressee.user is not None and addressee.user.pk == user.pk


def can_require(user: Person, page: Acknowledgeable, parent: Page | None = None) -> bool:
    """Who may publish it, central co-ordinators, and whoever its kind says."""
    if holds(user, Role.CENTRAL_COORDINATOR) or page.may_be_required_by(user, parent):
        return True
    if page.pk is not None:
        return bool(page.permissions_for_user(user).can_publish())  # type: ignore[attr-defined]
    return parent is not None and bool(parent.permissions_for_user(user).can_publish_subpage())


def sees_all_names(user: Person, must_read: MustRead, document: DocumentFields | None, service: Service | None) -> bool:
    """Who asked for it, whose it is, and who leads its service; line managers see their own reports, and leads of other services their people."""
    if user.pk in (must_read.asked_by_id, document.author_id if document is not None else None):
        return True
    return service is not None and user.pk in (service.lead_id, service.deputy_id)

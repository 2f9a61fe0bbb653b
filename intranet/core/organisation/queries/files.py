"""Who may see a file: whoever may see something on which it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from intranet.core.kinds import Visible
from intranet.core.organisation.models import PageAudience
from intranet.core.organisation.queries.rights import audiences_of, can_see_collection
from intranet.core.ui.models import Brand

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument
    from wagtail.images.models import AbstractImage

    from intranet.core.kinds import AnyUser


def can_see_file(user: AnyUser, file: AbstractDocument | AbstractImage) -> bool:
    """Whether the person may see a thing on which the document or picture stands, or works with it; and its collection in any case."""
    return can_see_collection(user, file.collection) and (_stands_before(user, file) or works_with(user, file))


def works_with(user: AnyUser, file: AbstractDocument | AbstractImage) -> bool:
    """Whether the person may choose the file for a page, or change it, by Wagtail's permissions."""
    if not (user.is_authenticated and user.is_active):
        return False
    policy = policy_registry.get_by_type(type(file))
    return bool(policy.user_has_any_permission_for_instance(user, ["choose", "change", "delete"], file))


def is_logo(picture: AbstractImage) -> bool:
    """Whether it is a brand's: shown on the page for signing in, so to everybody."""
    return Brand.objects.filter(logo=picture.pk).exists()


def _stands_before(user: AnyUser, file: AbstractDocument | AbstractImage) -> bool:
    """Wagtail keeps what is written on live pages, and on all other things, in its index of references. One query, and one for each sort of thing."""
    rows = ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(file), to_object_id=str(file.pk))
    places: dict[int, set[str]] = {}
    for kind, key in rows.values_list("base_content_type", "object_id"):
        places.setdefault(kind, set()).add(key)
    return any(_sees_one(user, kind, keys) for kind, keys in places.items())


def _sees_one(user: AnyUser, kind: int, keys: set[str]) -> bool:
    model = ContentType.objects.get_for_id(kind).model_class()
    if model is None:
        return False
    if issubclass(model, Page):
        return PageAudience.objects.filter(page__in=[int(key) for key in keys], page__live=True, audience__in=audiences_of(user)).exists()
    if issubclass(model, Visible):
        return bool(model._default_manager.visible_to(user).filter(pk__in=keys).exists())  # type: ignore[attr-defined]
    return user.is_authenticated and user.is_active  # a thing without rights of its own

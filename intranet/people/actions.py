"""What people change of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.images import get_image_model
from wagtail.log_actions import log

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files import File

    from intranet.core.kinds import Person
    from intranet.core.organisation.models import Profile


@transaction.atomic
def edit_profile(profile: Profile, *, changes: Mapping[str, Any], photo: File[Any] | None = None, drop_photo: bool = False, actor: Person) -> None:
    """Write what a person says of themselves; search follows by the save. Which fields changed is logged, never their words."""
    for name, value in changes.items():
        setattr(profile, name, value)
    if photo is not None:
        profile.photo = get_image_model().objects.create(title=profile.name, file=photo, description="", uploaded_by_user=actor)
    elif drop_photo:
        profile.photo = None
    profile.save(update_fields=[*changes, "photo"])
    log(profile, "wagtail.edit", user=actor, data={"fields": sorted(changes)})

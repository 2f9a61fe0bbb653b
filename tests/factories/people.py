"""People and services."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.text import slugify

from intranet.core.organisation.models import Profile, Service


def make_service(name: str = "Housing", *, parent: Service | None = None, **fields: Any) -> Service:
    fields = {"name": name, "slug": slugify(name), **fields}
    return Service.objects.get(pk=parent.pk).add_child(**fields) if parent else Service.add_root(**fields)


def make_person(
    username: str = "priya", *, name: str = "", service: Service | None = None, profile: dict[str, Any] | None = None, **fields: Any
) -> Any:
    """A member of staff with a profile; long enough here to be trusted unless ``profile`` says otherwise."""
    user = get_user_model().objects.create_user(username=username, password="roost-demo", email=f"{username}@northmoor.example", **fields)
    values = {"name": name or username.title(), "service": service, **(profile or {})}
    Profile.objects.update_or_create(user=user, defaults=values)
    return get_user_model().objects.get(pk=user.pk)

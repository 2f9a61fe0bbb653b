"""What makes search read things again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from intranet.core.kinds import Findable, kinds_of
from intranet.core.organisation.models import Profile
from intranet.core.organisation.signals import page_audiences_changed, people_changed
from intranet.core.search import actions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model


def forget_thing(sender: type[Model], instance: Model, **_: Any) -> None:
    actions.forget(instance)


def refresh_thing(sender: type[Findable], instance: Findable, **_: Any) -> None:
    actions.refresh(instance)


def move_addresses(sender: type[Page], instance: Page, url_path_before: str, url_path_after: str, **_: Any) -> None:
    actions.move_pages(instance, url_path_before=url_path_before, url_path_after=url_path_after)


def change_addresses(sender: type[Page], instance: Page, instance_before: Page, **_: Any) -> None:
    actions.move_pages(instance, url_path_before=instance_before.url_path, url_path_after=instance.url_path)


def follow_pages(sender: Any, page_ids: Iterable[int], **_: Any) -> None:
    actions.follow_pages(page_ids)


def follow_people(sender: Any, person_ids: Iterable[int], **_: Any) -> None:
    actions.refresh_many(Profile.objects.filter(user__in=person_ids))


def connect() -> None:
    """Listen to each kind by itself: a listener for all models would make every deletion in Django slow."""
    kinds: list[type[Model]] = [*kinds_of(Findable)]
    for kind in kinds:
        name = kind._meta.label
        post_delete.connect(forget_thing, sender=kind, dispatch_uid=f"search-forget-{name}")
        if issubclass(kind, Page):
            page_published.connect(refresh_thing, sender=kind, dispatch_uid=f"search-published-{name}")
            page_unpublished.connect(forget_thing, sender=kind, dispatch_uid=f"search-unpublished-{name}")
        elif kind._meta.app_label == "intranet_organisation":
            post_save.connect(refresh_thing, sender=kind, dispatch_uid=f"search-save-{name}")
    post_page_move.connect(move_addresses, dispatch_uid="search-moved")
    page_slug_changed.connect(change_addresses, dispatch_uid="search-slug")
    page_audiences_changed.connect(follow_pages, dispatch_uid="search-page-audiences")
    people_changed.connect(follow_people, dispatch_uid="search-people")

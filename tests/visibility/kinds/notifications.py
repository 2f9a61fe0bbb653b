"""Tags, which exist only for who follows them."""

from __future__ import annotations

from intranet.core.notifications.actions import follow_tag
from intranet.core.notifications.models import Tag
from tests.visibility.world import Specimen, World, kind


@kind("tag", Tag)
def tag(world: World, state: str, words: str) -> Specimen:
    follow_tag(world.author, world.slug(words))
    return Specimen()

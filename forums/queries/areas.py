"""Areas as the index shows them, in two queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from forums.models import Area, Topic
from intranet.core.background.statements import filled_up, prepared
from intranet.core.kinds import State
from intranet.core.organisation.models import AudienceToken
from intranet.core.organisation.queries import prepared_for
from intranet.core.ui.moments import told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forums.querysets import AreaQuerySet, TopicQuerySet
    from intranet.core.kinds import Person
    from intranet.core.ui.moments import Told


def with_unread(areas: AreaQuerySet, user: Person) -> AreaQuerySet:
    """Areas with the number of topics that have something new for the person: ``unread``."""
    topics = Topic.objects.filter(area=OuterRef("pk")).unread_by(user).order_by()
    counted = topics.values("area").annotate(found=Count("pk")).values("found")
    return areas.annotate(unread=Coalesce(Subquery(counted, output_field=IntegerField()), 0))  # type: ignore[no-redef]


def with_privacy(areas: AreaQuerySet) -> AreaQuerySet:
    """Areas with ``is_private``: not all staff may read them."""
    for_all = AudienceToken.objects.filter(audience=OuterRef("audience"), token="staff")  # noqa: S106 -- a token of an audience
    return areas.annotate(is_private=~Exists(for_all))  # type: ignore[no-redef]


@dataclass(frozen=True, slots=True)
class LastPiece:
    """The topic of an area that was written in last, as plain values."""

    title: str
    url: str
    who: str
    moment: Told | None


@dataclass(frozen=True, slots=True)
class AreaPiece:
    """All that the index writes of an area, as plain values (``ui.pieces``)."""

    name: str
    url: str
    words: str
    unread: int
    is_private: bool
    is_archived: bool
    last: LastPiece | None


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area as the index shows it, with the topic that was written in last: with ``last_author``, whose post that is."""

    area: Area
    latest: Topic | None

    @property
    def piece(self) -> AreaPiece:
        area, latest = self.area, self.latest
        last = None
        if latest is not None and latest.last_post_id is not None:
            who = latest.last_author or _("A former colleague")  # type: ignore[attr-defined]
            last = LastPiece(latest.title, latest.unread_url, who, told(latest.last_posted_at) if latest.last_posted_at else None)
        archived = area.state == Area.AreaState.ARCHIVED
        return AreaPiece(area.name, area.get_absolute_url(), area.description, area.unread, area.is_private, archived, last)


def area_lines(user: Person) -> list[AreaLine]:
    """The areas a person may see, with what is new and what was last: two queries."""
    areas = _areas(user)
    keys = [area.latest_id for area in areas if area.latest_id]  # type: ignore[attr-defined]
    found = {topic.area_id: topic for topic in _latest(filled_up(keys))}
    for area in areas:
        if area.pk in found:
            found[area.pk].area = area
    return [AreaLine(area, found.get(area.pk)) for area in areas]


@prepared_for
def _areas(user: Person) -> AreaQuerySet:
    latest = Topic.objects.filter(area=OuterRef("pk"), state=State.PUBLISHED).order_by("-last_posted_at").values("pk")[:1]
    return with_privacy(with_unread(Area.objects.visible_to(user), user)).annotate(latest_id=Subquery(latest)).select_related("group")


@prepared
def _latest(keys: tuple[int, ...]) -> TopicQuerySet:
    return Topic.objects.filter(pk__in=keys).annotate(last_author=F("last_post__author_name"))


def area_groups(lines: Iterable[AreaLine]) -> list[tuple[str, str, list[AreaLine]]]:
    """Areas under their headings, in the order of these, each with a key; those without one under what kind they are."""
    found: dict[tuple[int, str], tuple[str, str, list[AreaLine]]] = {}
    for line in lines:
        group = line.area.group
        if group is not None:
            place, heading = ((group.position, group.name), (group.name, f"group-{group.pk}"))
        elif line.area.kind == Area.Kind.BUSINESS:
            place, heading = (100_000, ""), (_("Work"), "work")
        else:
            place, heading = (100_001, ""), (_("Social"), "social")
        found.setdefault(place, (*heading, []))[2].append(line)
    return [found[place] for place in sorted(found)]

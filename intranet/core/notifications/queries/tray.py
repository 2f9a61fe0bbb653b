"""What a person has been told and still may know."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Q, Subquery

from intranet.core.background import counted
from intranet.core.notifications.models import Notice, NoticeReading
from intranet.core.notifications.notices import NoticeKind, all_kinds, kind_named
from intranet.core.notifications.queries.visible import visible_keys, visible_things
from intranet.core.organisation.queries import audiences_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import Model

    from intranet.core.kinds import AnyUser
    from intranet.core.notifications.querysets import NoticeQuerySet

#: A tray holds so many of the latest notices. List and count look at the same ones, and so they always agree.
TRAY = 200
_KEPT = "_roost_tray"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: a notice, or the new ones of one group. The newest comes first."""

    notices: tuple[Notice, ...]

    @property
    def newest(self) -> Notice:
        return self.notices[0]

    @property
    def first(self) -> Notice:
        """Where the line leads: the oldest that is not read."""
        return self.notices[-1]

    @property
    def is_new(self) -> bool:
        return self.newest.read_at is None

    @property
    def others(self) -> int:
        """How many people it is about besides the newest's: who comes twice is one."""
        return len({notice.actor_id or notice.actor_name for notice in self.notices}) - 1


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as its reader may see it now."""

    line: Line
    kind: type[NoticeKind]
    thing: Model
    sentence: str
    detail: str
    url: str

    @property
    def notice(self) -> Notice:
        return self.line.newest


def tray_of(user: AnyUser) -> list[Line]:
    """The lines of a person's tray, about what they may see now, newest first: two queries, kept for the request."""
    if not user.is_authenticated:
        return []
    kept: list[Line] | None = getattr(user, _KEPT, None)
    if kept is None:
        kept = _folded(_still_visible(_latest(user), user))
        setattr(user, _KEPT, kept)
    return kept


def forget_tray(user: AnyUser) -> None:
    """Look again at the next question, after something in the tray changed."""
    setattr(user, _KEPT, None)
    counted.forget(_bell(user))


def unread_count(user: AnyUser) -> int:
    """How many lines are new, of those the person may see now: one query when nothing is, else two."""
    if not user.is_authenticated:
        return 0
    if getattr(user, _KEPT, None) is not None:
        return sum(line.is_new for line in tray_of(user))
    return len(_folded(_still_visible([notice for notice in _latest(user) if notice.read_at is None], user)))


def bell_count(user: AnyUser) -> int:
    """The number at the bell of every page: ``unread_count`` as it was some seconds ago (decision 155).

    It counts anew at once when the person reads a notice or comes to other audiences. The list itself is never from memory.
    """
    if not user.is_authenticated or getattr(user, _KEPT, None) is not None:
        return unread_count(user)
    key, audiences = _bell(user), audiences_of(user)
    count: int | None = counted.recall(key, stamp=audiences)
    if count is None:
        count = unread_count(user)
        counted.keep(key, count, stamp=audiences)
    return count


def _bell(user: AnyUser) -> str:
    return f"bell:{user.pk}"


def _latest(user: AnyUser) -> list[Notice]:
    """Their own notices and the broadcasts to them, in one query. ``read_at`` of a broadcast is when this person read it."""
    own, to_all = Notice.objects.of(user), Notice.objects.told_to_all(user).not_told_in_person(user)
    read_at = NoticeReading.objects.filter(notice=OuterRef("pk"), person_id=user.pk).values("read_at")
    rows = _newest(own).annotate(seen_at=F("read_at")).union(_newest(to_all).annotate(seen_at=Subquery(read_at)), all=True)
    known, found = all_kinds(), []
    for notice in rows:
        notice.read_at = notice.seen_at
        if notice.kind in known:
            found.append(notice)
    return sorted(found, key=_age, reverse=True)[:TRAY]


def _newest(notices: NoticeQuerySet) -> NoticeQuerySet:
    """Within a query of its own, since not every database takes an order and an end in the parts of a union."""
    newest = notices.order_by("-created", "-pk").values("pk")[:TRAY]
    found: NoticeQuerySet = Notice.objects.filter(pk__in=newest).order_by()
    return found


def _age(notice: Notice) -> tuple[datetime, int]:
    return notice.created, notice.pk


def _still_visible(notices: Sequence[Notice], user: AnyUser) -> list[Notice]:
    seen = visible_keys(((notice.content_type_id, notice.object_id) for notice in notices), user)
    return [notice for notice in notices if (notice.content_type_id, notice.object_id) in seen]


def _folded(notices: Iterable[Notice]) -> list[Line]:
    """Notices, the newest first, as lines: unread ones of one group are one line, where its newest stands."""
    lines: dict[Any, list[Notice]] = defaultdict(list)
    for notice in notices:
        lines[notice.group if notice.group and notice.read_at is None else notice.pk].append(notice)
    return [Line(tuple(together)) for together in lines.values()]


def line_of(user: AnyUser, pk: int) -> Line | None:
    """A notice that the person was told, with those that fold with it and are no newer; None when they may not see it now.

    One that came after the list was shown is left out: nobody has seen it there.
    """
    mine = Q(recipient_id=user.pk) | Q(recipient__isnull=True, audience_id__in=audiences_of(user))
    notice: Notice | None = Notice.objects.filter(mine, pk=pk).first()
    if notice is None or kind_named(notice.kind) is None:
        return None
    together = [notice]
    if notice.group and notice.read_at is None:
        fellows = Notice.objects.of(user).unread().filter(group=notice.group, pk__lt=notice.pk)
        together += fellows.order_by("-created", "-pk")[:TRAY]
    visible = _still_visible(together, user)
    return Line(tuple(visible)) if notice in visible else None


def readings(notices: Sequence[Notice | Line], user: AnyUser) -> list[Reading]:
    """Notices or lines with what they are about, read through ``visible_to``: one query for each kind of thing.

    A line is read as its newest notice, and leads to its first.
    """
    lines = [each if isinstance(each, Line) else Line((each,)) for each in notices]
    things = visible_things([notice for line in lines for notice in {line.newest, line.first}], user)
    by_kind: dict[type[NoticeKind], list[Model]] = defaultdict(list)
    found: list[tuple[Line, type[NoticeKind], Model, Model]] = []
    for line in lines:
        kind, newest, first = kind_named(line.newest.kind), things.get(_reference(line.newest)), things.get(_reference(line.first))
        if kind is not None and newest is not None and first is not None:
            by_kind[kind] += {newest, first}
            found.append((line, kind, newest, first))
    for kind, prepared in by_kind.items():
        kind.prepare(prepared)
    return [_reading(*parts) for parts in found]


def _reading(line: Line, kind: type[NoticeKind], newest: Model, first: Model) -> Reading:
    sentence = kind.sentence(line.newest, newest, others=line.others)
    detail = kind.detail(line.newest, newest) if len(line.notices) == 1 else ""
    return Reading(line, kind, newest, sentence, detail, kind.url(line.first, first))


def _reference(notice: Notice) -> tuple[int, int]:
    return notice.content_type_id, notice.object_id

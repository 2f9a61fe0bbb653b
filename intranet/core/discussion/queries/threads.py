"""What a page shows of a thread, in a number of queries that does not grow with it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Q, Subquery

from intranet.core.background.statements import filled_up
from intranet.core.discussion.conf import page_size, reaction_kinds, shown_depth
from intranet.core.discussion.models import Comment, Reaction, Thread
from intranet.core.discussion.queries.pieces import comment_piece
from intranet.core.discussion.querysets import Sort
from intranet.core.kinds import State
from intranet.core.moderation.models import Case
from intranet.core.organisation.queries import prepared_for, with_byline
from intranet.core.responses.queries import kind_and_key, outcomes_at, requests_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django.db.models import Model, QuerySet

    from intranet.core.discussion.queries.pieces import Allowed, CommentPiece
    from intranet.core.kinds import AnyUser, Discussable
    from intranet.core.responses.models import Outcome, ResponseRequest


#: The pictures of reactions that have none of their own name.
ICONS = {"agree": "check-circle", "think": "compass"}
#: What the page shows of the comment that a comment replies to.
REPLIED_TO = {"in_reply_to": "number", "replied_path": "path", "replied_state": "state", "replied_name": "author_name", "replied_words": "excerpt"}


@dataclass(frozen=True, slots=True)
class ReactionCount:
    """How many reacted so, and whether the reader did."""

    kind: str
    label: str
    count: int
    is_mine: bool

    @property
    def icon(self) -> str:
        return ICONS.get(self.kind, self.kind)


@dataclass(slots=True)
class Row:
    """A comment as it stands on a page: how deep it is drawn, and how many lists open before it and close after it."""

    comment: Comment
    depth: int
    is_opening: bool
    closing: int
    reactions: list[ReactionCount]
    request: ResponseRequest | None
    is_mine: bool
    is_reply_here: bool
    #: Whether it does not hang below what it replies to, so that it quotes it: as long as that is there to be read.
    is_quoting: bool
    outcomes: list[Outcome] = field(default_factory=list)
    #: What the page writes of it (``thread_page``): nothing where only its place is left.
    piece: CommentPiece | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it has nothing that is written for each reader anew."""
        return self.piece is not None and self.request is None and not self.outcomes and not self.comment.is_official

    @property
    def holds_more(self) -> bool:
        """Whether the next comment is drawn inside this one."""
        return self.closing < 0

    @property
    def post_held(self) -> str:
        """The post of the author now; the one held then in an official answer, and once they are gone."""
        profile = getattr(self.comment.author, "roost_profile", None)
        return self.comment.author_post if self.comment.is_official or profile is None else profile.post

    @property
    def closings(self) -> range:
        return range(self.closing)

    @property
    def heading_level(self) -> int:
        return 4 if self.depth else 3


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a thread for one reader."""

    count: int
    page: Page[Any]
    sort: Sort
    rows: list[Row]
    #: What came of the thing itself.
    outcomes: list[Outcome]
    #: How readers reacted to the thing itself.
    reactions: list[ReactionCount]
    #: The number of the last comment, in all pages that belong to this one.
    upto: int

    @property
    def has_reactions(self) -> bool:
        return any(reaction.count for reaction in self.reactions)

    @property
    def next_count(self) -> int:
        """How many the next page holds."""
        return min(page_size(), self.page.paginator.count - self.page.end_index())


def thread_page(
    thing: Discussable, user: AnyUser, *, allowed: Allowed, sort: Sort = Sort.OLDEST, number: int = 1, upto: int | None = None
) -> ThreadPage:
    """Five queries, whether there is no comment or there are 5,000: nothing is left out for an empty page.

    ``upto`` leaves out what was written after the comment of that number, for a reader who goes through pages meanwhile.
    """
    bound = [upto] if upto else []
    found = _threads(user, ContentType.objects.get_for_model(thing).pk, thing.pk, *bound)
    thread = found[0] if found else None
    page = Paginator(range((thread.standing or 0) if thread else 0), page_size()).get_page(number)  # type: ignore[attr-defined]
    comments = _comments(user, thread.pk if thread else 0, *bound, sort=sort, first=(page.number - 1) * page_size(), most=page_size())
    for comment in comments:
        comment.discussion = cast("Thread", thread)
    reactions, outcomes = reactions_at([thing, *comments], user), outcomes_at([thing, *comments], user)
    rows = _rows(comments, user, reactions)
    kind = ContentType.objects.get_for_model(Comment).pk
    for row in rows:
        row.outcomes = outcomes.get((kind, row.comment.pk), [])
        row.piece = comment_piece(row, user, allowed)
    return ThreadPage(
        count=thread.comment_count if thread else 0,
        page=page,
        sort=sort,
        rows=rows,
        outcomes=outcomes.get(kind_and_key(thing), []),
        reactions=reactions[kind_and_key(thing)],
        upto=upto or (thread.last_number if thread else 0),
    )


@prepared_for
def _threads(user: AnyUser, kind: int, key: int, upto: int = 0) -> QuerySet[Thread]:
    """With how many comments have a place there for the reader."""
    standing = Comment.objects.filter(_up_to(upto), discussion=OuterRef("pk")).standing_for(user)
    number = standing.order_by().values("discussion").annotate(number_of=Count("pk")).values("number_of")
    return Thread.objects.filter(content_type=kind, object_id=key).annotate(standing=Subquery(number))


@prepared_for
def _comments(user: AnyUser, thread: int, upto: int = 0, *, sort: Sort, first: int, most: int) -> QuerySet[Comment]:
    standing = Comment.objects.filter(_up_to(upto), discussion=thread).standing_for(user)
    replied_to = {name: F(f"reply_to__{field}") for name, field in REPLIED_TO.items()}
    ordered = with_byline(standing, "author").annotate(waiting_words=_waiting_of(user), **replied_to).sorted_by(sort)
    return ordered[first : first + most]  # type: ignore[no-any-return]


def _up_to(number: int) -> Q:
    return Q(number__lte=number) if number else Q()


def _waiting_of(user: AnyUser) -> Subquery:
    """Of the person's own comments, the words that wait for a moderator to take the place of those that stand."""
    kind = ContentType.objects.get_for_model(Comment)
    cases = Case.objects.open().filter(content_type=kind, object_id=OuterRef("pk"), author_id=user.pk)
    return Subquery(cases.values("words")[:1])


def page_number_of(comment: Comment, user: AnyUser) -> int | None:
    """On which page of its thread, oldest first, a reader finds ``comment``; None when it has no place there."""
    standing = Comment.objects.filter(discussion_id=comment.discussion_id).standing_for(user)
    if not standing.filter(pk=comment.pk).exists():
        return None
    before: int = standing.filter(path__lt=comment.path).count()
    return before // page_size() + 1


def comment_count(thing: Model) -> int:
    """How many published comments a thing has; for lists there is ``Thread.comment_count``."""
    kind = ContentType.objects.get_for_model(thing)
    return Thread.objects.filter(content_type=kind, object_id=thing.pk).values_list("comment_count", flat=True).first() or 0


def reactions_of(model: type[Model], keys: Collection[int], user: AnyUser) -> dict[int, list[ReactionCount]]:
    """Of things of one model: the reactions to each, every kind named. One query."""
    kind = ContentType.objects.get_for_model(model).pk
    return {key: found for (_kind, key), found in _reactions({kind: keys}, user).items()}


def reactions_at(things: Iterable[Model], user: AnyUser) -> dict[tuple[int, int], list[ReactionCount]]:
    """The same of things of several models, by content type and key. One query."""
    keys: dict[int, list[int]] = defaultdict(list)
    for thing in things:
        kind, key = kind_and_key(thing)
        keys[kind].append(key)
    return _reactions(keys, user)


def _reactions(keys: Mapping[int, Collection[int]], user: AnyUser) -> dict[tuple[int, int], list[ReactionCount]]:
    asked = _counted(user, *(value for kind, found in keys.items() for value in (kind, filled_up(found))))
    counted = {(kind, key, value): (count, mine > 0) for kind, key, value, count, mine in asked}
    offered = [(value, str(Reaction.Kind(value).label)) for value in reaction_kinds()]
    return {
        (kind, key): [ReactionCount(value, label, *counted.get((kind, key, value), (0, False))) for value, label in offered]
        for kind, found in keys.items()
        for key in found
    }


@prepared_for
def _counted(user: AnyUser, *kinds_and_keys: Any) -> QuerySet[Any, tuple[int, int, str, int, int]]:
    at = Q(pk__in=[])
    for kind, keys in zip(kinds_and_keys[::2], kinds_and_keys[1::2], strict=True):
        at |= Q(content_type=kind, object_id__in=keys)
    rows = Reaction.objects.filter(at).order_by().values_list("content_type_id", "object_id", "kind")
    return rows.annotate(all=Count("pk"), mine=Count("pk", filter=Q(person_id=user.pk)))


def reaction_totals(keys: Collection[int]) -> dict[int, int]:
    """How many reactions comments have, counted from the rows."""
    rows = Reaction.objects.filter(content_type=ContentType.objects.get_for_model(Comment), object_id__in=keys)
    return dict(rows.order_by().values_list("object_id").annotate(Count("pk")))


def requests_of(keys: Collection[int], user: AnyUser) -> dict[int, ResponseRequest]:
    """The records of the questions and of the answers among comments, with how many want to know too, and what concerns the reader."""
    return requests_at(Comment, keys, user)


def people_reacting(thing: Model) -> list[Reaction]:
    """Who reacted to ``thing``, and how."""
    kind = ContentType.objects.get_for_model(thing)
    return list(Reaction.objects.filter(content_type=kind, object_id=thing.pk).select_related("person__roost_profile").order_by("kind", "pk"))


def _rows(comments: Sequence[Comment], user: AnyUser, reactions: Mapping[tuple[int, int], list[ReactionCount]]) -> list[Row]:
    requests = requests_of([comment.pk for comment in comments], user)
    drawn, here = list(_drawn(comments)), {comment.number for comment in comments}
    depths = [depth for depth, _above in drawn]
    rows, kind = [], ContentType.objects.get_for_model(Comment).pk
    for index, (comment, depth) in enumerate(zip(comments, depths, strict=True)):
        before = depths[index - 1] if index else -1
        after = depths[index + 1] if index + 1 < len(depths) else 0
        rows.append(
            Row(
                comment,
                depth,
                depth > before,
                depth - after,
                reactions[kind, comment.pk],
                requests.get(comment.pk),
                comment.author_id == user.pk,
                comment.in_reply_to in here,
                comment.replied_state == State.PUBLISHED and comment.replied_path != drawn[index][1],
            )
        )
    return rows


def _drawn(comments: Iterable[Comment]) -> Iterable[tuple[int, str]]:
    """How deep each is drawn, and the path of the one it is drawn below.

    It is drawn below those of its own line that stand on the same page, and never deeper than the last level.
    """
    line: list[str] = []
    deepest = shown_depth() - 1
    for comment in comments:
        while line and not comment.path.startswith(line[-1]):
            line.pop()
        del line[deepest:]
        yield len(line), line[-1] if line else ""
        line.append(comment.path)

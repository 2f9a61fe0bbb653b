"""A whole thread with its moderation record, as an information request gets it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count

from intranet.core.background import now
from intranet.core.discussion.models import Comment, CommentRevision, Reaction
from intranet.core.discussion.queries.pseudonyms import Names
from intranet.core.moderation.models import Case
from intranet.core.organisation.queries import name_of

if TYPE_CHECKING:
    from datetime import datetime

    from intranet.core.kinds import Discussable


@dataclass(frozen=True, slots=True)
class EarlierWords:
    until: datetime
    words: str


@dataclass(frozen=True, slots=True)
class RecordedCase:
    """What moderators had before them. Who reported is in no export."""

    number: int
    kind: str
    why: str
    opened: datetime
    reports: int
    proposed: str
    decided: datetime | None
    decision: str
    reason: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class RecordedComment:
    number: int
    reply_to: int | None
    written: datetime
    author: str
    post: str
    state: str
    is_question: bool
    is_official: bool
    words: str
    edited: datetime | None
    gone: datetime | None
    deleted_by_author: bool
    reactions: dict[str, int]
    earlier: list[EarlierWords]
    cases: list[RecordedCase]


@dataclass(frozen=True, slots=True)
class ThreadRecord:
    title: str
    url: str
    made: datetime
    named: bool
    comments: list[RecordedComment]


def record_of_thread(thing: Discussable, *, named: bool) -> ThreadRecord:
    """All comments under ``thing`` in the order of their writing, in whatever state, with what moderators did. Seven queries at most, however many."""
    kind = ContentType.objects.get_for_model(thing)
    comments = list(
        Comment.objects.filter(discussion__content_type=kind, discussion__object_id=thing.pk).select_related("reply_to").order_by("number")
    )
    keys = [comment.pk for comment in comments]
    revisions: dict[int, list[CommentRevision]] = defaultdict(list)
    for revision in CommentRevision.objects.filter(comment__in=keys):
        revisions[revision.comment_id].append(revision)
    cases = _cases_of(keys)
    names = Names(named=named)
    _introduce(names, comments, revisions, cases)
    reactions = _reactions_of(keys)
    recorded = [_recorded(comment, names, reactions[comment.pk], revisions[comment.pk], cases[comment.pk]) for comment in comments]
    return ThreadRecord(names.within(str(thing)), thing.get_absolute_url(), now(), named, recorded)


def _cases_of(keys: list[int]) -> dict[int, list[Case]]:
    found: dict[int, list[Case]] = defaultdict(list)
    rows = Case.objects.filter(content_type=ContentType.objects.get_for_model(Comment), object_id__in=keys)
    for case in rows.select_related("decided_by__roost_profile").annotate(report_count=Count("reports")).order_by("pk"):
        found[case.object_id].append(case)
    return found


def _reactions_of(keys: list[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Reaction.objects.filter(content_type=ContentType.objects.get_for_model(Comment), object_id__in=keys)
    for key, kind, number in rows.order_by("kind").values_list("object_id", "kind").annotate(number=Count("pk")):
        found[key][kind] = number
    return found


def _introduce(names: Names, comments: list[Comment], revisions: dict[int, list[CommentRevision]], cases: dict[int, list[Case]]) -> None:
    """Meet all who have a part in it, so that their names are known before words are read: authors first."""
    if names.named:
        return
    for comment in comments:
        names.of(comment.author_id, comment.author_name)
    authors = [comment.author_id for comment in comments if comment.author_id is not None]
    for person in get_user_model()._default_manager.filter(pk__in=authors).select_related("roost_profile").order_by("pk"):
        names.know(person)
    found = [case for several in cases.values() for case in several]
    for case in found:
        if case.decided_by is not None:
            names.know(case.decided_by)
    names.meet([*(comment.comment for comment in comments), *(revision.text for several in revisions.values() for revision in several)])
    names.meet([text for case in found for text in (case.words, case.reason)])


def _recorded(comment: Comment, names: Names, reactions: dict[str, int], revisions: list[CommentRevision], cases: list[Case]) -> RecordedComment:
    return RecordedComment(
        number=comment.number,
        reply_to=comment.reply_to.number if comment.reply_to else None,
        written=comment.created,
        author=names.of(comment.author_id, comment.author_name),
        post=comment.author_post if names.named else "",
        state=comment.state,
        is_question=comment.is_question,
        is_official=comment.is_official,
        words=names.within(comment.comment),
        edited=comment.edited_at,
        gone=comment.gone_at,
        deleted_by_author=comment.deleted_by_author,
        reactions=reactions,
        earlier=[EarlierWords(revision.replaced_at, names.within(revision.text)) for revision in revisions],
        cases=[_recorded_case(case, names) for case in cases],
    )


def _recorded_case(case: Case, names: Names) -> RecordedCase:
    return RecordedCase(
        number=case.pk,
        kind=case.kind,
        why=case.why,
        opened=case.opened_at,
        reports=getattr(case, "report_count", 0),
        proposed=names.within(case.words),
        decided=case.decided_at,
        decision=case.decision,
        reason=names.within(case.reason),
        decided_by=names.of(case.decided_by_id, name_of(case.decided_by)) if case.decided_by_id else "",
    )

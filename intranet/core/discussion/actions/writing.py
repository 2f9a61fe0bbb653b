"""What people write, change and take back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django_comments.signals import comment_was_posted, comment_will_be_posted

from intranet.core.background import enqueue, now
from intranet.core.discussion import rules
from intranet.core.discussion.actions.counting import count, made_official
from intranet.core.discussion.actions.placing import locked_thread, place
from intranet.core.discussion.conf import free_edit
from intranet.core.discussion.models import Comment, CommentRevision
from intranet.core.discussion.tasks import tell_named
from intranet.core.kinds import State
from intranet.core.moderation.actions import edited, first_state, propose, submit, withdraw
from intranet.core.moderation.queries import words_waiting_for
from intranet.core.notifications.actions import call_everybody
from intranet.core.notifications.queries.mentions import known_names, newly_named
from intranet.core.organisation.queries import name_of
from intranet.core.responses.actions import give_answer
from intranet.core.text import render, version_of

if TYPE_CHECKING:
    from uuid import UUID

    from intranet.core.kinds import Discussable, Person


class CommentsClosed(Exception):
    """Nothing can be written there now."""


class EditConflict(Exception):
    """The comment was changed after the form was opened; ``words`` are those that stand, or wait, now."""

    def __init__(self, words: str) -> None:
        super().__init__("The comment was changed meanwhile.")
        self.words = words


class Refused(Exception):
    """A moderator that listens to ``comment_will_be_posted`` does not want it."""


def post_comment(  # noqa: PLR0913 -- each is one thing that a comment has
    thing: Discussable,
    *,
    author: Person,
    body: str,
    reply_to: Comment | None = None,
    question: bool = False,
    answers: bool = False,
    everyone: int = 0,
    lang: str = "",
    token: UUID | None = None,
) -> Comment:
    """A new comment under ``thing``, shown at once or held for a moderator.

    A ``question`` starts the clock of whoever answers there, when it is shown; ``answers`` says that it answers the question
    it replies to, and ``everyone`` how many its author has confirmed that ``@everyone`` tells. One ``token`` makes one comment. Sends the two signals of django-comments, with no request. Raises
    ``CommentsClosed`` and ``Refused``.
    """
    comment = _drafted(thing, author=author, body=body, lang=lang)
    comment.is_question, comment.is_offered_answer = question, answers and reply_to is not None
    comment.token = token
    try:
        return _posted(comment, thing, author=author, reply_to=reply_to, everyone=everyone)
    except IntegrityError:
        sent: Comment | None = Comment.objects.filter(author=author, token=token).first() if token is not None else None
        if sent is None:
            raise
        return sent


@transaction.atomic
def _posted(comment: Comment, thing: Discussable, *, author: Person, reply_to: Comment | None, everyone: int) -> Comment:
    parent = _locked(reply_to) if reply_to is not None else None
    if not (rules.can_reply(author, parent, thing) if parent is not None else rules.can_comment(author, thing)):
        raise CommentsClosed
    thread = locked_thread(thing)
    comment.discussion = thread
    answered: list[tuple[Any, Any]] = comment_will_be_posted.send(sender=Comment, comment=comment, request=None)
    if any(answer is False for _receiver, answer in answered):
        raise Refused
    comment.hold = not comment.is_public
    comment.state = first_state(comment, actor=author)
    request = made_official(comment, question=parent) if comment.is_offered_answer and comment.state == State.PUBLISHED else None
    place(comment, thread=thread, parent=parent)
    if request is not None:
        give_answer(request, answer=comment, by=author)
    if everyone:
        call_everybody(comment, caller=author, number=everyone)
    if submit(comment, actor=author) == State.HELD and comment.is_counted:
        count(comment, by=-1)
    comment_was_posted.send(sender=Comment, comment=comment, request=None)
    return comment


def words_to_edit(comment: Comment) -> str:
    """What its author changes: the words that wait for a moderator, else those that stand."""
    return words_waiting_for(comment) or comment.comment


@transaction.atomic
def edit_comment(comment: Comment, *, editor: Person, body: str, lang: str | None = None, version: str = "") -> Comment:
    """Other words; those before are kept for moderators. Readers see that it was edited, unless it was soon after writing.

    The change may wait for a moderator, as the first words might; what was published stays meanwhile. ``version`` is that of the words
    which the editor saw: others are not written over unseen, but raise ``EditConflict``.
    """
    current = _locked(comment)
    thing = current.discussion.thing
    if thing is None or not rules.can_edit(editor, current, thing):
        raise CommentsClosed
    if version and version != version_of(stands := words_to_edit(current)) and stands != body:
        raise EditConflict(stands)
    if lang is not None:
        current.lang = lang
    waits = propose(current, words=body, actor=editor)
    take_words(current, words=current.comment if waits else body, editor=editor)
    if not waits:
        edited(current, actor=editor)
    return current


@transaction.atomic
def take_words(comment: Comment, *, words: str, editor: Person | None) -> None:
    """Write other words, which nobody has to read first any more; those before are kept. Of what is shown, whoever is named newly is told."""
    if words != comment.comment:
        if comment.state == State.PUBLISHED and (named := newly_named(words, before=comment.comment)):
            enqueue(tell_named, comment.pk, named)
        CommentRevision.objects.create(comment=comment, text=comment.comment, editor=editor, editor_name=name_of(editor), replaced_at=now())
        rendered = render(words, known_names=known_names)
        comment.comment, comment.html, comment.excerpt = words, rendered.html, rendered.excerpt
        if now() - comment.created > free_edit():
            comment.edited_at = now()
    comment.save(update_fields=["comment", "html", "excerpt", "lang", "edited_at"])


@transaction.atomic
def delete_comment(comment: Comment, *, actor: Person) -> None:
    """Take one's own words back: a tombstone stays where there are replies. Moderators keep what was said, for as long as the rules say."""
    current = _locked(comment)
    if not rules.can_delete(actor, current):
        raise CommentsClosed
    withdraw(current, actor=actor, state=State.REMOVED)
    Comment.objects.filter(pk=current.pk).update(deleted_by_author=True, gone_at=now())


def _locked(comment: Comment) -> Comment:
    found: Comment = Comment.objects.select_for_update(of=("self",), no_key=True).select_related("discussion").get(pk=comment.pk)
    return found


def _drafted(thing: Discussable, *, author: Person, body: str, lang: str) -> Comment:
    """A comment with its words, and the same author and time in the package's own fields, for whom it listens to."""
    rendered = render(body, known_names=known_names)
    moment, name = now(), name_of(author)
    return Comment(
        content_type=ContentType.objects.get_for_model(thing),
        object_pk=str(thing.pk),
        site_id=settings.SITE_ID,
        user=author,
        user_name=name[:50],
        author=author,
        author_name=name,
        author_post=getattr(getattr(author, "roost_profile", None), "post", "")[:200],
        comment=body,
        html=rendered.html,
        excerpt=rendered.excerpt,
        lang=lang,
        created=moment,
        submit_date=moment,
    )

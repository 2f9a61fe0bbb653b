"""Posting, replying, editing and deleting, from the actions' side."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django_comments.signals import comment_will_be_posted
from django_comments_xtd.models import XtdComment

from intranet.core.background import at_moment, now
from intranet.core.discussion.actions import CommentsClosed, Refused, delete_comment, edit_comment, post_comment, react, recount
from intranet.core.discussion.conf import MAX_DEPTH
from intranet.core.discussion.models import Comment, CommentRevision, Reaction, Thread
from intranet.core.kinds import CommentsState, State
from intranet.core.moderation.actions import withdraw
from intranet.core.search.models import Document
from tests.factories.papers import make_paper
from tests.factories.people import make_person

if TYPE_CHECKING:
    from tests.papers.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(staff: Any) -> Paper:
    return make_paper()


@pytest.fixture
def other(housing: Any) -> Any:
    return make_person("other", name="Tomasz Wilk", service=housing)


def numbers(paper: Paper, **conditions: Any) -> list[int]:
    return list(Comment.objects.filter(discussion__object_id=paper.pk, **conditions).sorted_by("oldest").values_list("number", flat=True))


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def test_a_comment_is_stored_as_it_was_written_and_as_html(paper: Paper, staff: Any) -> None:
    comment = post_comment(paper, author=staff, body="Is it **damp**?")
    assert (comment.number, comment.state, comment.author_name) == (1, State.PUBLISHED, "Priya Nair")
    assert (comment.comment, comment.html) == ("Is it **damp**?", "<p>Is it <strong>damp</strong>?</p>")


def test_the_packages_own_fields_follow(paper: Paper, staff: Any) -> None:
    stored = XtdComment.objects.get(pk=post_comment(paper, author=staff, body="x").pk)
    assert (stored.is_public, stored.is_removed, stored.user, stored.user_email) == (True, False, staff, "")
    assert (stored.content_object, stored.thread_id, stored.parent_id, stored.level) == (paper, stored.pk, stored.pk, 0)


def test_replies_stand_below_what_they_reply_to(paper: Paper, staff: Any) -> None:
    first = post_comment(paper, author=staff, body="1")
    second = post_comment(paper, author=staff, body="2")
    third = post_comment(paper, author=staff, body="3", reply_to=first)
    post_comment(paper, author=staff, body="4", reply_to=second)
    post_comment(paper, author=staff, body="5", reply_to=third)
    assert numbers(paper) == [1, 3, 5, 2, 4]
    assert fresh(first).nested_count == 2


def test_below_the_last_level_replies_stand_side_by_side(paper: Paper, staff: Any) -> None:
    above: Comment | None = None
    for number in range(MAX_DEPTH + 2):
        above = post_comment(paper, author=staff, body=str(number), reply_to=above)
    levels = list(Comment.objects.sorted_by("oldest").values_list("number", "level", "reply_to__number"))
    assert levels[-3:] == [(8, 7, 7), (9, 7, 8), (10, 7, 9)]
    assert Comment.objects.get(number=10).parent_id == Comment.objects.get(number=7).pk
    assert Comment.objects.get(number=7).nested_count == 3
    assert Comment.objects.get(number=9).nested_count == 0


def test_numbers_are_never_used_again(paper: Paper, staff: Any) -> None:
    post_comment(paper, author=staff, body="1")
    second = post_comment(paper, author=staff, body="2")
    delete_comment(second, actor=staff)
    assert post_comment(paper, author=staff, body="3").number == 3


def test_threads_count_for_themselves(paper: Paper, staff: Any) -> None:
    post_comment(paper, author=staff, body="x")
    assert post_comment(make_paper("Another"), author=staff, body="y").number == 1


def test_one_token_makes_one_comment(paper: Paper, staff: Any) -> None:
    token = uuid4()
    first = post_comment(paper, author=staff, body="x", token=token)
    assert post_comment(paper, author=staff, body="x", token=token).pk == first.pk
    assert Thread.objects.get().comment_count == 1


@pytest.mark.parametrize("state", [CommentsState.READ_ONLY, CommentsState.OFF])
def test_where_comments_are_closed_nothing_is_written(paper: Paper, staff: Any, state: CommentsState) -> None:
    first = post_comment(paper, author=staff, body="x")
    paper.comments_state = state
    paper.save()
    for attempt in (lambda: post_comment(paper, author=staff, body="y"), lambda: post_comment(paper, author=staff, body="y", reply_to=first)):
        with pytest.raises(CommentsClosed):
            attempt()
    assert Comment.objects.count() == 1


def test_who_answers_there_may_write_while_it_is_read_only(paper: Paper, staff: Any, other: Any) -> None:
    paper.comments_state, paper.answerer = CommentsState.READ_ONLY, other
    paper.save()
    assert post_comment(paper, author=other, body="x").state == State.PUBLISHED


def test_where_replies_are_not_taken_none_is_written(staff: Any) -> None:
    paper = make_paper(takes_replies=False)
    first = post_comment(paper, author=staff, body="x")
    with pytest.raises(CommentsClosed):
        post_comment(paper, author=staff, body="y", reply_to=first)


def test_another_moderator_can_refuse(paper: Paper, staff: Any) -> None:
    def refuse(sender: Any, comment: Comment, **kwargs: Any) -> bool:
        return "casino" not in comment.comment

    comment_will_be_posted.connect(refuse, sender=Comment)
    try:
        with pytest.raises(Refused):
            post_comment(paper, author=staff, body="casino")
        assert post_comment(paper, author=staff, body="fine").number == 1
    finally:
        comment_will_be_posted.disconnect(refuse, sender=Comment)


def test_another_moderator_can_hold(paper: Paper, staff: Any) -> None:
    def hold(sender: Any, comment: Comment, **kwargs: Any) -> None:
        comment.is_public = False

    comment_will_be_posted.connect(hold, sender=Comment)
    try:
        assert post_comment(paper, author=staff, body="x").state == State.HELD
    finally:
        comment_will_be_posted.disconnect(hold, sender=Comment)


def test_an_early_edit_leaves_no_mark_and_a_late_one_does(paper: Paper, staff: Any) -> None:
    start = now()
    with at_moment(start):
        comment = post_comment(paper, author=staff, body="one")
    with at_moment(start + timedelta(minutes=5)):
        edit_comment(comment, editor=staff, body="two")
    assert fresh(comment).edited_at is None
    with at_moment(start + timedelta(minutes=11)):
        edit_comment(comment, editor=staff, body="three")
    assert (fresh(comment).comment, fresh(comment).html, fresh(comment).edited_at) == ("three", "<p>three</p>", start + timedelta(minutes=11))
    assert list(CommentRevision.objects.values_list("text", flat=True)) == ["one", "two"]


def test_only_the_author_edits_and_deletes(paper: Paper, staff: Any, other: Any) -> None:
    comment = post_comment(paper, author=staff, body="mine")
    with pytest.raises(CommentsClosed):
        edit_comment(comment, editor=other, body="yours")
    with pytest.raises(CommentsClosed):
        delete_comment(comment, actor=other)
    assert (fresh(comment).comment, fresh(comment).state) == ("mine", State.PUBLISHED)


def test_a_deleted_comment_without_replies_is_gone_and_not_counted(paper: Paper, staff: Any) -> None:
    comment = post_comment(paper, author=staff, body="x")
    delete_comment(comment, actor=staff)
    assert not Comment.objects.standing_for(staff).exists()
    assert (Thread.objects.get().comment_count, Document.objects.filter(kind="comment").count()) == (0, 0)
    assert (fresh(comment).is_public, fresh(comment).is_removed, fresh(comment).deleted_by_author) == (False, True, True)


def test_a_deleted_comment_with_replies_keeps_its_place(paper: Paper, staff: Any, other: Any) -> None:
    first = post_comment(paper, author=staff, body="x")
    second = post_comment(paper, author=other, body="y", reply_to=first)
    delete_comment(first, actor=staff)
    assert list(Comment.objects.standing_for(other).order_by("path")) == [fresh(first), fresh(second)]
    assert not Comment.objects.visible_to(other).filter(pk=first.pk).exists()
    assert Thread.objects.get().comment_count == 1
    delete_comment(second, actor=other)
    assert not Comment.objects.standing_for(other).exists()
    assert (Thread.objects.get().comment_count, fresh(first).nested_count) == (0, 0)


def test_a_held_reply_stays_held_when_its_parent_is_edited(paper: Paper, staff: Any) -> None:
    parent = post_comment(paper, author=staff, body="x")
    newcomer = make_person("newcomer", profile={"joined": now().date()})
    held = post_comment(paper, author=newcomer, body="y", reply_to=parent)
    assert held.state == State.HELD
    edit_comment(parent, editor=staff, body="typo fixed")
    assert (fresh(held).state, fresh(held).is_public, fresh(parent).nested_count) == (State.HELD, False, 0)


def test_hiding_one_comment_leaves_its_replies_alone(paper: Paper, staff: Any, other: Any) -> None:
    first = post_comment(paper, author=staff, body="x")
    second = post_comment(paper, author=other, body="y", reply_to=first)
    withdraw(first, actor=other, state=State.HIDDEN)
    assert (fresh(second).state, fresh(second).is_public, fresh(first).nested_count) == (State.PUBLISHED, True, 1)


@pytest.mark.parametrize("replies", [1, 40])
def test_an_edit_costs_the_same_however_many_replies_there_are(paper: Paper, staff: Any, replies: int, django_assert_max_num_queries: Any) -> None:
    first = post_comment(paper, author=staff, body="x")
    for number in range(replies):
        post_comment(paper, author=staff, body=str(number), reply_to=first)
    with django_assert_max_num_queries(22):
        edit_comment(first, editor=staff, body="y")


def test_a_plain_save_moves_nothing(paper: Paper, staff: Any) -> None:
    stale = post_comment(paper, author=staff, body="x")
    post_comment(paper, author=staff, body="y", reply_to=stale)
    stale.nested_count, stale.path = 77, "nonsense"
    stale.lang = "cy"
    stale.save()
    assert (fresh(stale).nested_count, fresh(stale).path, fresh(stale).lang) == (1, "10000001", "cy")


def test_words_stay_when_the_account_goes(paper: Paper, staff: Any, other: Any) -> None:
    comment = post_comment(paper, author=staff, body="x")
    staff.delete()
    assert (fresh(comment).author, fresh(comment).author_name, fresh(comment).comment) == (None, "Priya Nair", "x")


def test_one_reaction_of_a_kind_per_person(paper: Paper, staff: Any, other: Any) -> None:
    comment = post_comment(paper, author=staff, body="x")
    assert [react(comment, person=other), react(comment, person=other), react(comment, person=other, kind="agree")] == [True, False, True]
    assert (fresh(comment).reaction_count, Reaction.objects.count()) == (2, 2)
    assert [react(comment, person=other, wanted=False), react(comment, person=other, wanted=False)] == [True, False]
    assert (fresh(comment).reaction_count, Reaction.objects.count()) == (1, 1)


def test_counts_that_went_wrong_are_found_and_put_right(paper: Paper, staff: Any, capsys: pytest.CaptureFixture[str]) -> None:
    first = post_comment(paper, author=staff, body="x")
    post_comment(paper, author=staff, body="y", reply_to=first)
    XtdComment.norel_objects.filter(pk=first.pk).update(nested_count=9)
    Comment.objects.filter(pk=first.pk).update(reaction_count=4)
    Thread.objects.update(comment_count=5)
    call_command("recount_comments")
    assert capsys.readouterr().out == "2 numbers were wrong.\n"
    assert (fresh(first).nested_count, fresh(first).reaction_count, Thread.objects.get().comment_count) == (1, 0, 2)
    assert recount(Thread.objects.all()) == 0

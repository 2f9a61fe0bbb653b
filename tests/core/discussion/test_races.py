"""Several processes write, delete, hide, react and answer in one thread at once; nothing is lost, misplaced or miscounted."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from intranet.core.discussion.actions import CommentsClosed, delete_comment, post_comment, react, recount
from intranet.core.discussion.actions.placing import STEP, numbers_above, promoted, step
from intranet.core.discussion.models import Comment, Reaction, Thread
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw
from intranet.core.responses.models import ResponseRequest
from tests.factories.papers import make_paper
from tests.factories.people import make_person
from tests.papers.models import Paper
from tests.races import at_once, committed

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

PROCESSES, REPLIES = 4, 25
#: The crowd of ``everything_at_once``, and for how long it is let loose: 30 seconds are the promise, a few are enough for each change.
CROWD, SECONDS = 16, float(os.environ.get("RACE_SECONDS", "4"))
#: What a person may be answered whose comment was deleted, or changed in another tab, a moment ago.
ANSWERS = {200, 302, 403, 404, 409}

on_sqlite = pytest.mark.skipif("'sqlite' not in __import__('django.conf').conf.settings.DATABASES['default']['ENGINE']", reason="for SQLite")


def write(paper_pk: int, person_pk: int, seed: int) -> int:
    """Replies to the first comment and to others in turn; now and then one's own comment is deleted, or hidden by a moderator."""
    paper, person = Paper.objects.get(pk=paper_pk), get_user_model().objects.get(pk=person_pk)
    chance, written = random.Random(seed), []  # noqa: S311 -- only to choose whom to reply to
    for number in range(REPLIES):
        while True:
            published = list(Comment.objects.filter(state=State.PUBLISHED).order_by("number").values_list("pk", flat=True))
            parent = published[0] if number % 2 else chance.choice(published)
            try:
                comment = post_comment(paper, author=person, body=f"{seed}-{number}", reply_to=Comment.objects.get(pk=parent))
            except CommentsClosed:  # it was deleted meanwhile
                continue
            break
        written.append(comment)
        if number % 8 == 5:
            delete_comment(written[-2], actor=person)
        if number % 8 == 7:
            withdraw(Comment.objects.get(pk=written[-3].pk), actor=person, state=State.HIDDEN)
    return len(written)


def like(comment_pk: int, person_pk: int, seed: int) -> int:
    comment, person = Comment.objects.get(pk=comment_pk), get_user_model().objects.get(pk=person_pk)
    for number in range(REPLIES):
        react(comment, person=person, wanted=(number + seed) % 3 != 0)
    return REPLIES


def answer(question_pk: int, person_pk: int) -> bool:
    question, person = Comment.objects.get(pk=question_pk), get_user_model().objects.get(pk=person_pk)
    return post_comment(question.discussion.thing, author=person, body="the answer", reply_to=question, answers=True).is_official


def racers(count: int) -> list[Any]:
    return [make_person(f"racer{number}") for number in range(count)]


def nothing_is_lost() -> None:
    people = racers(PROCESSES)
    paper = make_paper()
    post_comment(paper, author=people[0], body="first")
    told = at_once(write, *[(paper.pk, person.pk, seed) for seed, person in enumerate(people)])
    assert told == [REPLIES] * PROCESSES

    assert Comment.objects.count() == PROCESSES * REPLIES + 1
    assert set(Comment.objects.values_list("thread_id", flat=True)) == {Comment.objects.get(number=1).pk}
    everything_is_in_its_place()


def everything_is_in_its_place() -> None:
    """Numbers without gaps, each path below its parent's, all counts as the rows say."""
    comments = {comment.number: comment for comment in Comment.objects.all()}
    thread = Thread.objects.get()
    assert sorted(comments) == list(range(1, len(comments) + 1))
    assert thread.last_number == len(comments)
    assert Comment.objects.filter(thread_id=0).count() == 0
    by_pk = {comment.pk: comment for comment in comments.values()}
    below = Counter(number for comment in comments.values() if comment.state == State.PUBLISHED for number in numbers_above(comment.path))
    reactions = Counter(Reaction.objects.values_list("object_id", flat=True))
    for comment in comments.values():
        above = by_pk[comment.parent_id]
        assert comment.path[:-STEP] == (above.path if above.pk != comment.pk else "")
        assert comment.level == len(comment.path) // STEP - 1
        assert comment.nested_count == below[comment.number]
        assert comment.reaction_count == reactions[comment.pk]
    assert thread.comment_count == sum(comment.state == State.PUBLISHED for comment in comments.values())
    assert recount(Thread.objects.all()) == 0


def live(paper_pk: int, person_pk: int, seed: int) -> dict[str, int]:
    """For some seconds one person in a browser writes, replies, edits, reacts and deletes; says how often each was answered how."""
    paper, person = Paper.objects.get(pk=paper_pk), get_user_model().objects.get(pk=person_pk)
    client, chance, answers = Client(raise_request_exception=False), random.Random(seed), Counter[str]()  # noqa: S311 -- no secret
    client.force_login(person)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        act = chance.choice(["post", "reply", "reply", "react", "react", "edit", "delete"])
        mine = act in ("edit", "delete")
        keys = list(
            Comment.objects.filter(state=State.PUBLISHED, **({"author": person} if mine else {}))
            .order_by("-number")
            .values_list("pk", flat=True)[:20]
        )
        if act == "post" or not keys:
            act, address = "post", reverse("discussion:post", args=[ContentType.objects.get_for_model(paper).pk, paper.pk])
        else:
            address = reverse(f"discussion:{act}", args=[chance.choice(keys)])
        said = {"body": f"{seed}: {chance.random()}", "token": str(uuid4()), "thanks": chance.choice("01")}
        answers[f"{act} {client.post(address, said).status_code}"] += 1
    return dict(answers)


def everything_at_once() -> None:
    """Sixteen people at one thread by HTTP: nobody sees an error, and what is left is whole (D-52 too)."""
    people = racers(CROWD)
    paper = make_paper()
    post_comment(paper, author=people[0], body="first")
    told = at_once(live, *[(paper.pk, person.pk, seed) for seed, person in enumerate(people)])
    answers = sum((Counter(answer) for answer in told), Counter[str]())
    assert {int(name.split()[1]) for name in answers} <= ANSWERS, answers
    written = sum(number for name, number in answers.items() if name in ("post 302", "reply 302"))
    assert Comment.objects.count() == written + 1, answers
    assert len({name.split()[0] for name in answers}) == 5, answers
    everything_is_in_its_place()


def likes_are_counted() -> None:
    people = racers(PROCESSES)
    comment = post_comment(make_paper(), author=people[-1], body="x")
    assert at_once(like, *[(comment.pk, people[seed // 2].pk, seed) for seed in range(PROCESSES)]) == [REPLIES] * PROCESSES
    assert Comment.objects.get().reaction_count == Reaction.objects.count()


def one_answer_wins() -> None:
    asker, chief, *delegates = racers(5)
    paper = make_paper(answerer=chief)
    paper.delegates.set(delegates)
    for number in range(5):
        question = post_comment(paper, author=asker, body=f"question {number}", question=True)
        told = at_once(answer, *[(question.pk, person.pk) for person in (chief, *delegates)])
        assert sorted(told) == [False, False, False, True]
        assert Comment.objects.filter(reply_to=question, is_official=True).count() == 1
        request = ResponseRequest.objects.get(object_id=question.pk)
        assert (request.state, request.answer.is_official) == (ResponseRequest.State.ANSWERED, True)


def send(paper_pk: int, person_pk: int, token: UUID, question: bool) -> int:
    paper, person = Paper.objects.get(pk=paper_pk), get_user_model().objects.get(pk=person_pk)
    return post_comment(paper, author=person, body="once", question=question, token=token).pk


def one_form_makes_one_comment() -> None:
    asker, chief = racers(2)
    paper = make_paper(answerer=chief)
    for number in range(5):
        token = uuid4()
        told = at_once(send, *[(paper.pk, asker.pk, token, bool(number % 2))] * PROCESSES)
        assert told == [Comment.objects.get(token=token).pk] * PROCESSES
    assert (Comment.objects.count(), Thread.objects.get().comment_count, ResponseRequest.objects.count()) == (5, 5, 2)
    assert recount(Thread.objects.all()) == 0


@pytest.mark.django_db
def test_each_step_of_a_path_reads_back() -> None:
    path = step(1) + step(35) + step(36**7 - 1)
    assert numbers_above(path + step(2)) == [1, 35, 36**7 - 1]
    assert sorted([step(36), step(35), step(9), promoted(step(40))]) == [promoted(step(40)), step(9), step(35), step(36)]


@pytest.mark.races
@committed
@pytest.mark.urls("tests.papers.urls")
def test_a_crowd_on_postgresql() -> None:
    everything_at_once()


@pytest.mark.races
@committed
@pytest.mark.parametrize("race", [nothing_is_lost, likes_are_counted, one_answer_wins, one_form_makes_one_comment])
def test_on_postgresql(race: Callable[[], None]) -> None:
    race()


@on_sqlite
@pytest.mark.slow
@committed
@pytest.mark.parametrize("race", [nothing_is_lost, likes_are_counted, one_answer_wins, one_form_makes_one_comment])
def test_on_sqlite(race: Callable[[], None]) -> None:
    race()

"""Announcing a live hour, asking and answering in it, and what follows from its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from blogs import rules
from blogs.actions.writing import draft_post, submit_post
from blogs.models import Leader, LiveHour, LiveQuestion, LiveVote
from blogs.notices import LiveHourAnnounced, LiveHourCalledOff, LiveQuestionAnswered
from intranet.core.background import now
from intranet.core.kinds import State
from intranet.core.moderation.actions import first_state, submit
from intranet.core.notifications.actions import notify, notify_followers
from intranet.core.organisation.queries import name_of
from intranet.core.responses import actions as responses
from intranet.core.responses.models import ResponseRequest
from intranet.core.text import render

if TYPE_CHECKING:
    from datetime import datetime

    from blogs.models import PostPage
    from intranet.core.kinds import Addressee, Person

Stage = LiveQuestion.Stage


class LiveClosed(Exception):
    """It is too late for this: the hour is over, or somebody was quicker."""


@transaction.atomic
def announce_live(
    leader: Leader, *, title: str, starts: datetime, ends: datetime, actor: Person, introduction: str = "", host: Person | None = None
) -> LiveHour:
    """Announce that a leader will answer live; the followers of the blog are told."""
    if not rules.can_announce_live(actor, leader):
        raise PermissionDenied
    hour: LiveHour = LiveHour.objects.create(leader=leader, title=title, introduction=introduction, starts=starts, ends=ends, host=host)
    log(hour, "blogs.live.announce", user=actor)
    notify_followers(LiveHourAnnounced, thing=leader.blog, of=[leader.blog], actor=actor, event=f"{LiveHourAnnounced.name}:{hour.pk}")
    return hour


@transaction.atomic
def change_live(hour: LiveHour, *, actor: Person) -> LiveHour:
    """Keep other words and times of an hour that has not begun."""
    current = _locked(hour)
    if current.has_begun or current.is_over:
        raise LiveClosed
    if not rules.can_run_live(actor, current):
        raise PermissionDenied
    hour.changed = now()
    hour.save(update_fields=["title", "introduction", "starts", "ends", "host", "changed"])
    log(hour, "blogs.live.change", user=actor)
    return hour


@transaction.atomic
def call_off_live(hour: LiveHour, *, actor: Person, why: str) -> LiveHour:
    """It does not take place, or no longer. Followers are told, and who asked or wanted to know; what was asked is owed an answer as after any hour."""
    current = _locked(hour)
    if current.is_over:
        raise LiveClosed
    if not rules.can_call_off_live(actor, current):
        raise PermissionDenied
    current.called_off_at = current.changed = now()
    current.called_off_why = why
    current.save(update_fields=["called_off_at", "called_off_why", "changed"])
    log(current, "blogs.live.call_off", user=actor, data={"why": why})
    blog, event = current.leader.blog, f"{LiveHourCalledOff.name}:{current.pk}"
    notify(LiveHourCalledOff, thing=blog, recipients=_taking_part(current), actor=actor, event=event)
    notify_followers(LiveHourCalledOff, thing=blog, of=[blog], actor=actor, event=event)
    return close_live(current)


def _taking_part(hour: LiveHour) -> list[Person]:
    """Who runs it, asked in it, or wants to know too; and who waits for a moderator."""
    questions = hour.questions.filter(state__in=(State.PUBLISHED, State.HELD))
    people = get_user_model()._default_manager.filter(
        Q(pk__in=questions.values("author")) | Q(pk__in=LiveVote.objects.filter(question__in=questions).values("person"))
    )
    return [*people, *filter(None, [hour.leader.person, hour.host])]


@transaction.atomic
def ask_live(hour: LiveHour, *, author: Person, body: str) -> LiveQuestion:
    """Ask in a live hour: shown at once, or held for a moderator."""
    if not rules.can_ask_live(author, hour):
        raise LiveClosed
    question = LiveQuestion(hour=hour, author=author, author_name=name_of(author), body=body, html=render(body).html)
    question.state = first_state(question, actor=author)
    question.save(force_insert=True)
    submit(question, actor=author)
    return question


@transaction.atomic
def want_live(question: LiveQuestion, *, person: Person, wanted: bool = True) -> None:
    """``person`` wants to know too, or does not any more."""
    if not rules.can_vote_live(person, question):
        raise LiveClosed
    if wanted:
        LiveVote.objects.bulk_create([LiveVote(question=question, person=person, moment=now())], ignore_conflicts=True)
    else:
        LiveVote.objects.filter(question=question, person=person).delete()


@transaction.atomic
def set_stage(question: LiveQuestion, *, stage: str, by: Person) -> LiveQuestion:
    """Choose a question for soon, have it answered now, or put it back. One is answered at a time: what was before it waits for soon again."""
    hour, current = _locked_question(question)
    if not rules.can_run_live(by, hour):
        raise PermissionDenied
    if hour.is_over or current.is_answered or current.state != State.PUBLISHED:
        raise LiveClosed
    if stage == Stage.LIVE:
        LiveQuestion.objects.filter(hour=hour, stage=Stage.LIVE).exclude(pk=current.pk).update(stage=Stage.SHORTLISTED)
    current.stage = Stage(stage)
    current.shortlisted_at = None if stage == Stage.NEW else current.shortlisted_at or now()
    current.save(update_fields=["stage", "shortlisted_at"])
    log(current, "blogs.live.stage", user=by, data={"stage": stage})
    return current


@transaction.atomic
def answer_live(question: LiveQuestion, *, by: Person, words: str) -> LiveQuestion:
    """Answer in the hour, or afterwards what it left open; who asked and who wants to know too are told."""
    hour, current = _locked_question(question)
    request = ResponseRequest.objects.open().of(current).first()
    if request is None and not rules.can_run_live(by, hour):
        raise PermissionDenied
    if current.is_answered or current.state != State.PUBLISHED or (hour.closed_at is not None and request is None):
        raise LiveClosed
    current.stage, current.answered_at, current.answered_by, current.answered_name = Stage.ANSWERED, now(), by, name_of(by)
    current.answer, current.answer_html = words, render(words).html
    current.save()
    log(current, "blogs.live.answer", user=by)
    if request is not None:
        responses.answer(request, answer=current, by=by)
        responses.tell_answered(current)
    else:
        wanting = [vote.person for vote in current.votes.select_related("person")]
        notify(LiveQuestionAnswered, thing=current, recipients=[*filter(None, [current.author]), *wanting], actor=by)
    return current


@transaction.atomic
def close_live(hour: LiveHour) -> LiveHour:
    """What follows from its end, once: the answers become a draft before the leader, the rest become questions with a clock."""
    current = _locked(hour)
    if current.closed_at is not None or not current.is_over:
        return current
    questions = list(current.questions.filter(state=State.PUBLISHED).select_related("author").order_by("answered_at", "pk"))
    answered = [question for question in questions if question.is_answered]
    current.transcript = _transcript(current, answered) if answered and current.leader.person is not None else None
    current.closed_at = now()
    current.save()
    for question in questions:
        if not question.is_answered:
            _owe(question, current)
    log(current, "blogs.live.close", data={"answered": len(answered), "open": len(questions) - len(answered)})
    return current


def _owe(question: LiveQuestion, hour: LiveHour) -> None:
    addressee = _who_owes(hour.leader)
    if addressee is None:
        return
    request = responses.ask(question, asker=question.author, addressee=addressee)
    for vote in question.votes.select_related("person"):
        responses.want_to_know(request, person=vote.person)
    responses.tell_asked(question)


def _who_owes(leader: Leader) -> Addressee | None:
    """The leader, or whoever holds the post when that is somebody else by now."""
    if leader.is_in_office:
        return leader.addressee()
    present = Leader.objects.filter(post_slug=leader.post_slug, leads=True).exclude(pk=leader.pk).select_related("person", "service").first()
    return present.addressee() if present is not None else None


def _transcript(hour: LiveHour, answered: list[LiveQuestion]) -> PostPage:
    """A draft in the leader's blog, put before the leader."""
    leader, day = hour.leader, date_format(localtime(hour.starts), "j F Y")
    body: list[tuple[str, object]] = [("paragraph", f"<p>{_('What was asked and answered live on %(day)s.') % {'day': day}}</p>")]
    for question in answered:
        body += [("quote", {"text": question.body, "cite": question.author_name}), ("paragraph", question.answer_html)]
    typed_by = hour.host or leader.person
    post = draft_post(
        leader.blog,
        title=hour.title,
        slug=f"live-hour-{hour.pk}",
        summary=_("%(name)s answered live on %(day)s.") % {"name": leader.name, "day": day},
        body=body,
        typed_by=typed_by,  # type: ignore[arg-type] # asked by who calls
    )
    if post.get_workflow() is not None and typed_by is not None:
        submit_post(post, actor=typed_by)
    return post


def question_shown(question: LiveQuestion) -> None:
    """It can be seen, or again: an answer that was owed is owed again, and one is owed from now on where its hour ended meanwhile.

    The hour is locked, so that its end either finds the question or is found here.
    """
    if responses.bring_back(question) is None and not question.is_answered:
        hour = _locked(question.hour)
        if hour.closed_at is not None:
            _owe(question, hour)


def question_hidden(question: LiveQuestion) -> None:
    """It can be seen no more: nobody owes an answer, and the next can be answered."""
    LiveQuestion.objects.filter(pk=question.pk, stage=Stage.LIVE).update(stage=Stage.SHORTLISTED)
    responses.take_back(question)


def _locked(hour: LiveHour) -> LiveHour:
    current: LiveHour = LiveHour.objects.select_for_update(of=("self",), no_key=True).select_related("leader__service").get(pk=hour.pk)
    return current


def _locked_question(question: LiveQuestion) -> tuple[LiveHour, LiveQuestion]:
    """The hour, then the question, as they are now: in this order everywhere."""
    hour = _locked(question.hour)
    current: LiveQuestion = LiveQuestion.objects.select_for_update(of=("self",), no_key=True).get(pk=question.pk)
    current.hour = hour
    return hour, current

"""What those who ask and those who answer are told. The thing is the question, or its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from intranet.core.notifications.models import Delivery
from intranet.core.notifications.notices import NoticeKind
from intranet.core.responses.models import ResponseRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

    from intranet.core.notifications.models import Notice


class QuestionNotice(NoticeKind):
    """What the kinds below share; no notice is of this kind."""

    heading = _("Questions and answers")
    delivery = Delivery.MAIL
    addressed = True
    icon = "clock"

    @classmethod
    def detail(cls, notice: Notice, thing: Model) -> str:
        return str(getattr(thing, "excerpt", ""))


class TimedNotice(QuestionNotice):
    """The sentence says by when the answer is due, or who owes it, now: ``thing.response_request``. Nor is any of this kind."""

    @classmethod
    def prepare(cls, things: Sequence[Any]) -> None:
        for model in {type(thing) for thing in things}:
            asked = {thing.pk: thing for thing in things if type(thing) is model}
            requests = ResponseRequest.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=asked)
            found = {request.object_id: request for request in requests}
            for thing in things:
                if type(thing) is model:
                    thing.response_request = found.get(thing.pk)


class QuestionAsked(QuestionNotice):
    """To the addressee and the delegates; about the question."""

    name = "responses.asked"
    template = "responses/notices/asked.html"
    label = _("A question that I have to answer")
    required = True


class QuestionPassedToMe(QuestionNotice):
    """To whom it was passed on; about the question."""

    name = "responses.passed_to_me"
    template = "responses/notices/passed_to_me.html"
    label = _("A question that was passed on to me")
    required = True


class QuestionReopened(TimedNotice):
    """To those who answer, and to the service's champions: it was not answered; about the question."""

    name = "responses.reopened"
    template = "responses/notices/reopened.html"
    label = _("A question that I answered, and that is not answered")
    required = True


class QuestionWithdrawn(QuestionNotice):
    """To those who answer, and to those who want to know too; about the question."""

    name = "responses.withdrawn"
    template = "responses/notices/withdrawn.html"
    label = _("A question that needs no answer any more")


class QuestionAnswered(QuestionNotice):
    """To the asker, and to everybody who wants to know too; about the answer."""

    name = "responses.answered"
    template = "responses/notices/answered.html"
    label = _("An answer that I wait for")
    icon = "official"


class QuestionDeclined(QuestionNotice):
    """To the same people, when there will be no answer; about the question."""

    name = "responses.declined"
    template = "responses/notices/declined.html"
    label = _("A question of mine that will not be answered")


class QuestionHeld(TimedNotice):
    """To the same people, when it takes longer; about the question."""

    name = "responses.held"
    template = "responses/notices/held.html"
    label = _("A question of mine that takes longer")


class QuestionPassedOn(TimedNotice):
    """To the same people, when somebody else is to answer; about the question."""

    name = "responses.passed_on"
    template = "responses/notices/passed_on.html"
    label = _("A question of mine that was passed on")


class QuestionHeldAgain(TimedNotice):
    """To the service's lead and the central co-ordinators: it was put off a second time."""

    name = "responses.held_again"
    template = "responses/notices/held_again.html"
    label = _("A question to my service that was put off twice")


class AnswerHalfway(TimedNotice):
    """To who owes the answer, when half of the working time is gone."""

    name = "responses.halfway"
    template = "responses/notices/halfway.html"
    label = _("A question that I have not answered yet")
    required = True


class AnswerNearlyDue(TimedNotice):
    """To the delegates, the service's deputy and its champions, when three quarters of the working time are gone."""

    name = "responses.nearly_due"
    template = "responses/notices/nearly_due.html"
    label = _("A question to my service whose answer is nearly due")
    required = True


class AnswerOverdue(TimedNotice):
    """To the service's lead and the central co-ordinators, when the time is up."""

    name = "responses.overdue"
    template = "responses/notices/overdue.html"
    label = _("A question to my service that is overdue")
    required = True
    icon = "overdue"

"""What people are told of outcomes. The thing is the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from intranet.core.notifications.models import Delivery
from intranet.core.notifications.notices import NoticeKind

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.notifications.models import Notice


class OutcomeNotice(NoticeKind):
    """What the kinds below share; no notice is of this kind."""

    heading = _("You said, we did")
    icon = "check-circle"

    @classmethod
    def detail(cls, notice: Notice, thing: Model) -> str:
        return str(getattr(thing, "done", "") or getattr(thing, "reason", ""))


class OutcomePublished(OutcomeNotice):
    """To who took part where it was said, asked, wanted to know too, or follows that."""

    name = "responses.outcome"
    template = "responses/notices/outcome.html"
    label = _("What came of something I had a say in")
    delivery = Delivery.MAIL
    addressed = True


class OutcomeChanged(OutcomeNotice):
    """To the same people and to who follows the outcome, when it goes on."""

    name = "responses.outcome_changed"
    template = "responses/notices/outcome_changed.html"
    label = _("News of what came of something I had a say in")


class OutcomeToReview(OutcomeNotice):
    """To who looks after it: it is to be looked at again."""

    name = "responses.outcome_review"
    template = "responses/notices/outcome_review.html"
    label = _("An outcome that I look after is to be looked at again")
    delivery = Delivery.MAIL
    addressed = True
    required = True
    icon = "clock"

"""A poll and its choices."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin
from wagtail.permissions import policy_registry

from intranet.core.background import now
from intranet.core.kinds import Carded, DocumentFields, Followable, Heard
from intranet.core.organisation.models import ElectionPeriod
from polls import rules
from polls.models.figures import figures_of
from polls.querysets import PollQuerySet
from polls.signals import held

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext.db.models.manager import RelatedManager

    from intranet.core.kinds import Person
    from intranet.core.organisation.models import Service
    from polls.models.votes import Voter
    from polls.querysets import ClearanceQuerySet

#: What nobody may change once somebody has voted; the database refuses another promise besides.
FIXED_ONCE_VOTED = ("rule", "promise", "results", "change_vote", "audience_id")


class Poll(Heard, Carded, Followable, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """One question with an audience, a time, a results rule and a promise of who sees what.

    It is open from ``opens`` until just before ``closes``, read off the clock: nothing has to run.
    """

    class Rule(models.TextChoices):
        SINGLE = "single", _("choose one")

    class Promise(models.TextChoices):
        NAMED = "named", _("named: everybody who can open it sees who chose what")
        ANONYMOUS = "anonymous", _("anonymous: nobody can see who chose what")

    class Results(models.TextChoices):
        ALWAYS = "always", _("always")
        AFTER_VOTE = "after_vote", _("to those who have voted, and to all after closing")
        AFTER_CLOSE = "after_close", _("after closing")
        OWNER = "owner", _("to the owner only")

    search_kind = "poll"
    search_label = _("Polls")
    card_template = "polls/card.html"

    question = models.CharField(_("question"), max_length=250)
    slug = models.SlugField(
        _("address"), max_length=80, blank=True, editable=False, help_text=_("Of the question as it was first asked: an address once given stays.")
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("What people need to know in order to choose, and what will be done with the result.")
    )
    rule = models.CharField(_("what may be chosen"), max_length=10, choices=Rule.choices, default=Rule.SINGLE)
    promise = models.CharField(_("promise"), max_length=12, choices=Promise.choices, default=Promise.ANONYMOUS)
    results = models.CharField(_("results are shown"), max_length=12, choices=Results.choices, default=Results.AFTER_VOTE)
    change_vote = models.BooleanField(
        _("a vote can be changed until closing"), default=False, help_text=_("Only where names are shown: an anonymous vote is not kept.")
    )
    opens = models.DateTimeField(_("opens"), default=now)
    closes = models.DateTimeField(_("closes"))
    service = models.ForeignKey(
        "intranet_organisation.Service", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    audience = models.ForeignKey("intranet_organisation.Audience", on_delete=models.PROTECT, related_name="+", verbose_name=_("put to"))
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="poll",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="poll",
        for_concrete_model=False,
    )

    objects = PollQuerySet.as_manager()

    # Given by with_reader() and with_figures().
    has_voted: bool
    my_choice_id: int | None
    options: list[Choice]
    if TYPE_CHECKING:
        choices: RelatedManager[Choice]
        roll: RelatedManager[Voter]
        clearances: ClearanceQuerySet

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="poll_closes_after_opening", violation_error_message=_("A poll closes after it opens.")
            ),
            models.CheckConstraint(
                condition=~Q(promise="anonymous", change_vote=True),
                name="poll_anonymous_vote_final",
                violation_error_message=_("An anonymous vote cannot be changed: it is not kept."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["audience", "closes"], name="poll_audience_closes")]

    def __str__(self) -> str:
        return self.question

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or slugify(self.question)[:80].strip("-") or "poll"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("polls:poll", args=[self.pk, self.slug])

    def place_words(self) -> str:
        return self.service.name if self.service else ""

    @property
    def is_open(self) -> bool:
        return self.live and self.opens <= now() < self.closes

    @property
    def is_closed(self) -> bool:
        return self.closes <= now()

    @property
    def is_anonymous(self) -> bool:
        return self.promise == self.Promise.ANONYMOUS

    @property
    def promise_lead(self) -> str:
        return gettext("This vote is anonymous.") if self.is_anonymous else gettext("Your name is shown.")

    @property
    def promise_words(self) -> str:
        """What stands above the button; nobody but a translator changes it."""
        if self.is_anonymous:
            return gettext(
                "Nobody, including administrators, can see how you voted. We record only that you have voted, so you cannot change your vote afterwards."
            )
        if self.change_vote:
            return gettext("Everybody who can open this poll sees what you chose. You can change your vote until it closes.")
        return gettext("Everybody who can open this poll sees what you chose. You cannot change your vote afterwards.")

    def publish(self, revision: Any, user: Any = None, *args: Any, **kwargs: Any) -> None:
        """What would open in an election period waits for a monitoring officer, by whatever door it comes."""
        period = self.election_of(revision)
        if period is None or self.clearances.approved().filter(revision=revision).exists():
            super().publish(revision, user, *args, **kwargs)
        else:
            may_publish = kwargs.get("skip_permission_checks") or user is None or policy_registry.get(self).user_has_permission(user, "publish")
            if not may_publish:
                raise PermissionDenied
            held.send(sender=Poll, poll=self, revision=revision, user=user, period=period)

    def election_of(self, revision: Any) -> ElectionPeriod | None:
        """The election period in which the poll would open as ``revision`` has it. What is open may be put right, and what is closed and stays so."""
        draft, opened = revision.as_object(), Poll.objects.filter(pk=self.pk, live=True, opens__lte=now())  # ``self`` may hold what was typed
        if (opened if draft.is_closed else opened.filter(closes__gt=now())).exists():
            return None
        return ElectionPeriod.objects.on(localdate(max(filter(None, [now(), draft.opens, draft.go_live_at])))).first()

    def has_votes(self) -> bool:
        return self.pk is not None and self.roll.exists()  # type: ignore[redundant-expr]

    def heard_service(self) -> Service | None:
        return self.service

    def heard_by(self) -> frozenset[int]:
        """Its owner."""
        return frozenset({self.owner_id} if self.owner_id is not None else ())

    def took_part(self) -> Iterable[int]:
        """Who voted, where everybody sees that; of an anonymous poll nobody, for to be told would say it."""
        if self.promise != self.Promise.NAMED:
            return ()
        return self.roll.exclude(person=None).values_list("person", flat=True)

    def to_document(self) -> DocumentFields | None:
        """Question, description and what can be chosen, once it has opened; never a figure."""
        if not self.live or self.opens > now():
            return None
        words = [self.description, *self.choices.values_list("text", flat=True)]
        return DocumentFields(
            title=self.question,
            url=self.get_absolute_url(),
            audience_id=self.audience_id,
            body="\n".join(words).strip(),
            service_id=self.service_id,
            author_id=self.owner_id,
            author_name=str(self.owner.roost_profile) if self.owner and hasattr(self.owner, "roost_profile") else "",
            created=self.opens,
        )

    def as_published(self) -> Poll:
        """As it will be when it has opened, whenever that is."""
        twin = copy(self)
        twin.live, twin.opens = True, min(self.opens, now())
        return twin

    def with_content_json(self, content: dict[str, Any]) -> Poll:
        """A revision cannot bring back another promise, audience or set of choices under votes already cast, nor open again what is closed."""
        revised: Poll = super().with_content_json(content)
        if self.has_votes():
            kept = Poll.objects.get(pk=self.pk)
            for name in FIXED_ONCE_VOTED:
                setattr(revised, name, getattr(kept, name))
            if kept.is_closed:
                revised.closes = kept.closes
            revised.choices.set(list(kept.choices.all()))
        return revised

    @classmethod
    def card_contexts(cls, things: PollQuerySet, user: Person) -> dict[int, dict[str, Any]]:  # type: ignore[override]
        return {poll.pk: picture_of(poll, user) for poll in things.with_reader(user).with_figures()}


def picture_of(poll: Poll, user: Person) -> dict[str, Any]:
    """What page and card show of a poll that was read with ``with_reader`` and ``with_figures``."""
    shown = rules.can_see_figures(user, poll, has_voted=poll.has_voted)
    may_vote = rules.can_vote(user, poll)
    return {
        "poll": poll,
        "figures": figures_of(poll),
        "figures_shown": shown,
        "asked": rules.is_asked(user, poll),
        "can_vote": may_vote and not poll.has_voted,
        "can_change": may_vote and poll.has_voted and poll.change_vote,
    }


class Choice(models.Model):
    """One answer that can be chosen."""

    poll = ParentalKey(Poll, on_delete=models.CASCADE, related_name="choices")
    text = models.CharField(_("answer"), max_length=200)
    hint = models.CharField(_("explanation"), max_length=200, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"

    # Given by with_figures().
    ballots_cast: int

    class Meta:
        ordering: ClassVar = ["sort_order", "pk"]
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints: ClassVar = [models.UniqueConstraint(fields=["poll", "text"], name="poll_choice_once")]

    def __str__(self) -> str:
        return self.text

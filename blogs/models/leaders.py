"""Who blogs by virtue of a post held, and who approves what is written for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, Q, prefetch_related_objects
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from blogs import rules
from blogs.querysets import LeaderQuerySet
from intranet.core.background import midnight_of, now
from intranet.core.kinds import Addressee, CommentsNow, CommentsState, Office
from intranet.core.organisation.models import ElectionPeriod

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.core.kinds import AnyUser, Person


class Leader(Office):
    """A person who holds a post and blogs in it. Delegates write and answer on the leader's behalf."""

    class Kind(models.TextChoices):
        MANAGERIAL = "managerial", _("manager")
        POLITICAL = "political", _("politician")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="roost_leaderships", verbose_name=_("person")
    )
    person_name = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    post_held = models.CharField(_("post held"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.MANAGERIAL)
    service = models.ForeignKey(
        "intranet_organisation.Service",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("service"),
        help_text=_("Its working hours and its promise count for answers."),
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day in the post. From then on the blog takes no questions."))
    delegates = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("delegates"),
        help_text=_("They write, approve and answer on the leader's behalf."),
    )
    post_slug = models.SlugField(_("address of the post"), max_length=200, blank=True, editable=False, help_text="It leads to the present holder.")
    slug = models.SlugField(
        _("address of the leader"), max_length=200, null=True, blank=True, unique=True, editable=False, help_text="It stays this leader's for ever."
    )
    leads = models.BooleanField(default=False, editable=False, help_text="Whether the address of the post leads here.")
    office = models.OneToOneField("auth.Group", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+")

    objects = LeaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("leader")
        verbose_name_plural = _("leaders")
        ordering: ClassVar = ["kind", "post_held"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="leader_term",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.UniqueConstraint(fields=["person", "post_held", "since"], name="leader_once"),
            models.UniqueConstraint(fields=["post_slug"], condition=Q(leads=True), name="leader_leads"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.post_held}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.person_name = self.name
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        profile = getattr(self.person, "roost_profile", None)
        return profile.name if profile and profile.name else self.person_name

    @property
    def is_in_office(self) -> bool:
        today = localdate(now())
        return self.since <= today and (self.until is None or today <= self.until)

    @property
    def takes_posts(self) -> bool:
        """Whether something new may appear in the blog."""
        return self.is_in_office and self.election_now() is None

    def election_now(self) -> ElectionPeriod | None:
        """The election period that silences the blog today: only politicians' are. One query for these."""
        period: ElectionPeriod | None = ElectionPeriod.objects.current().first() if self.kind == self.Kind.POLITICAL else None
        return period

    def comments_now(self) -> CommentsNow | None:
        """Why nothing is said under the leader's posts any more, whatever these say; None while the term lasts."""
        if self.is_in_office:
            return None
        since = midnight_of(self.until + timedelta(days=1)) if self.until else None
        return CommentsNow(
            CommentsState.READ_ONLY, why=gettext("This blog is closed: the term of %(name)s is over.") % {"name": self.name}, since=since
        )

    @property
    def address(self) -> str:
        """The name under which the blog is found: the post's, while that leads here, and else the leader's own."""
        return self.post_slug if self.leads else self.slug or self.post_slug

    def is_approved_by(self, user: AnyUser) -> bool:
        """Whether the person decides on this leader's posts."""
        return self.person_id == user.pk or self.delegates.filter(pk=user.pk).exists()  # type: ignore[misc]

    @classmethod
    def addressee_for(cls, person: Person) -> Addressee | None:
        leader = cls.objects.in_office().filter(person=person).select_related("person__roost_profile", "service").order_by("-since").first()
        return leader.addressee() if leader is not None else None

    def addressee(self, delegates: str | None = None) -> Addressee | None:
        """Who owes an answer to a question put to this leader; nobody once the term is over. ``delegates`` where a queryset brought their keys."""
        if self.person is None or not (self.is_in_office and self.person.is_active):
            return None
        keys = self._delegate_ids(delegates)
        return Addressee(user=self.person, service_id=self.service_id, delegate_ids=keys, label=str(self), service=self.service, post=self.post_held)

    def approver_ids(self, delegates: str | None = None) -> frozenset[int]:
        """The keys of those who decide on the leader's posts; ``delegates`` as above."""
        return self._delegate_ids(delegates) | frozenset(filter(None, [self.person_id]))

    def _delegate_ids(self, delegates: str | None) -> frozenset[int]:
        """The active ones."""
        if delegates is not None:
            return frozenset(int(key) for key in delegates.split(",") if key)
        prefetch_related_objects([self], "delegates")  # once, however often it is asked, until they change
        return frozenset(person.pk for person in self.delegates.all() if person.is_active)


class LeaderApproval(Task):
    """The leader or a delegate approves a post; nobody approves what they wrote for somebody else.

    Who decides is read from the leader, so it is right at once after any change.
    """

    leader = models.OneToOneField(Leader, on_delete=models.CASCADE, related_name="approval", verbose_name=_("leader"))

    admin_form_fields: list[Any] = [*Task.admin_form_fields, "leader"]

    class Meta:
        verbose_name = _("approval by a leader")
        verbose_name_plural = _("approvals by leaders")

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self.leader.is_approved_by(user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not self.leader.is_approved_by(user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return self.leader.is_approved_by(user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not self.leader.is_approved_by(user):
            return []
        approve = [("approve", _("Approve"), False), ("approve", _("Approve with comment"), True)]
        return [("reject", _("Request changes"), True), *(approve if rules.is_no_ghost(user, obj.specific) else [])]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        if action_name == "approve" and not rules.is_no_ghost(user, task_state.workflow_state.content_object.specific):  # type: ignore[union-attr]
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting if self.leader.is_approved_by(user) else waiting.none()

    @classmethod
    def get_description(cls) -> str:
        return str(_("The leader or a delegate approves, but not what they wrote on the leader's behalf"))

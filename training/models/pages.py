"""The pages of training."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager

from intranet.core.discussion.models import Comment
from intranet.core.kinds import Addressee, Answerable, CaseContext, Discussable, DocumentFields, Followable, Heard, Visible
from intranet.core.notifications.forms.reading import ReadingForm
from intranet.core.notifications.models import Acknowledgeable
from intranet.core.notifications.panels.admin import ReachPanel, reading_panel
from intranet.core.organisation.models import PageAudience, Role, ViewedPage
from intranet.core.organisation.queries import VisiblePageQuerySet, holders_of, name_of
from training.blocks import LessonBlock, QuizBlock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intranet.core.organisation.models import Service

TrainingPageManager = PageManager.from_queryset(VisiblePageQuerySet)


def _audience_id(page: Page) -> int | None:
    return PageAudience.objects.filter(page_id=page.pk).values_list("audience_id", flat=True).first()


class TrainingIndexPage(ViewedPage, Visible, Page):
    """The front page of training."""

    objects = TrainingPageManager()  # type: ignore[misc]
    subpage_types: list[Any] = ["intranet_training.ModulePage"]
    max_count = 1  # type: ignore[assignment]

    class Meta:
        verbose_name = _("front page of training")

    def get_absolute_url(self) -> str:
        return self.url or ""


class _TalkedOf(ViewedPage, Heard, Discussable, Answerable):
    """A page of training under which people ask and comment. Who taught it owes the answers."""

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return self.url or ""  # type: ignore[attr-defined]

    def taught_in(self) -> ModulePage:
        """The module that says whose it is."""
        raise NotImplementedError

    @property
    def author_id(self) -> int | None:
        """Who hears of what is written beneath: the trainer."""
        return self.taught_in().trainer_id

    def discussion_context(self) -> CaseContext:
        module = self.taught_in()
        return CaseContext(title=str(self), text=module.summary, url=self.get_absolute_url(), service_id=module.service_id)

    def discussion_audience_id(self) -> int | None:
        return self.audience_id_now() if self.live else None  # type: ignore[attr-defined]

    def heard_service(self) -> Service | None:
        return self.taught_in().service

    def heard_by(self) -> frozenset[int]:
        """Who teaches it."""
        trainers = self.addressee()
        return trainers.people_ids if trainers is not None else frozenset()

    def took_part(self) -> Iterable[int]:
        """Who commented."""
        people: Iterable[int] = Comment.objects.writers_under(self)
        return people

    def addressee(self) -> Addressee | None:
        return self.taught_in().trainers


class ModulePage(Acknowledgeable, _TalkedOf, Followable, Page):
    """A unit of training: lessons in order and, if it has questions, a quiz."""

    search_kind = "module"
    search_label = _("Training modules")

    class Kind(models.TextChoices):
        AWARENESS = "awareness", _("Awareness")
        HOW_TO = "how_to", _("How to")

    class Level(models.TextChoices):
        BEGINNER = "beginner", _("beginner")
        INTERMEDIATE = "intermediate", _("intermediate")
        ADVANCED = "advanced", _("advanced")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.AWARENESS)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ol", "ul"])
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.BEGINNER)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("trainer who owns it")
    )
    service = models.ForeignKey(
        "intranet_organisation.Service", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    review_on = models.DateField(_("review by"), null=True, blank=True)
    version = models.PositiveIntegerField(
        _("version"), default=1, help_text=_("Raise it when what people have to know has changed: records say which version somebody did.")
    )
    tags = models.CharField(_("tags"), max_length=200, blank=True, help_text=_("Words with commas between them."))
    quiz = StreamField(QuizBlock(), verbose_name=_("quiz"), blank=True)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark in per cent"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)])
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts"), default=0, help_text=_("0: as many as somebody likes."))

    base_form_class = ReadingForm
    objects = TrainingPageManager()  # type: ignore[misc]
    parent_page_types: ClassVar = ["intranet_training.TrainingIndexPage"]
    subpage_types: list[Any] = ["intranet_training.LessonPage"]
    content_panels: list[Any] = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("level"), FieldPanel("minutes")]),
        FieldPanel("summary"),
        FieldPanel("introduction"),
        FieldRowPanel([FieldPanel("trainer"), FieldPanel("service")]),
        FieldRowPanel([FieldPanel("review_on"), FieldPanel("version")]),
        FieldPanel("tags"),
        MultiFieldPanel([FieldPanel("quiz"), FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("attempts_allowed")])], heading=_("Quiz")),
        reading_panel(),
        ReachPanel(),
    ]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def taught_in(self) -> ModulePage:
        return self

    @cached_property
    def trainers(self) -> Addressee | None:
        """Who owes the answers: the trainer who owns it, with the others of its service; without one the service itself."""
        trainer = self.trainer if self.trainer is not None and self.trainer.is_active else None
        if trainer is None and self.service is None:
            return None
        others = holders_of(Role.TRAINER, service=self.service).exclude(pk=self.trainer_id) if self.service is not None else []
        label = name_of(trainer) if trainer is not None else str(self.service)
        delegates = frozenset(person.pk for person in others)
        return Addressee(user=trainer, service_id=self.service_id, delegate_ids=delegates, label=label, service=self.service)

    def clean(self) -> None:
        super().clean()
        if self.slug in ("mine", "-"):
            raise ValidationError({"slug": _("Training itself needs this address: take another")})

    def to_document(self) -> DocumentFields | None:
        """A live module, for the people who may see its page."""
        if not self.live:
            return None
        return DocumentFields(
            title=self.title,
            url=self.get_absolute_url(),
            audience_id=_audience_id(self),
            body=f"{self.summary}\n{strip_tags(self.introduction)}",
            tags=tuple(tag.strip().lstrip("#") for tag in self.tags.split(",") if tag.strip()),
            service_id=self.service_id,
            author_id=self.trainer_id,
            created=self.first_published_at,
        )


class LessonPage(_TalkedOf, Page):
    """One lesson of a module; their order is that of the pages."""

    search_kind = "lesson"
    search_label = _("Lessons")

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5)
    body = StreamField(LessonBlock(), verbose_name=_("lesson"))

    objects = TrainingPageManager()  # type: ignore[misc]
    parent_page_types: ClassVar = ["intranet_training.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: list[Any] = [*Page.content_panels, FieldPanel("minutes"), FieldPanel("body")]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def taught_in(self) -> ModulePage:
        return self.module

    @cached_property
    def module(self) -> ModulePage:
        """The module it is a part of."""
        modules = ModulePage.objects.select_related("service", "trainer__roost_profile")
        found: ModulePage = modules.get(path=self.path[: -self.steplen])
        return found

    def clean(self) -> None:
        """Whatever the way to publication: no film without words."""
        super().clean()
        if self.live and not all(block.value.has_words for block in self.videos()):
            raise ValidationError(_("A video needs captions and a transcript before it is published"))

    def videos(self) -> list[Any]:
        return [block for block in self.body if block.block_type == "video"]

    def to_document(self) -> DocumentFields | None:
        """A live lesson with its words and the transcripts of its films."""
        if not self.live:
            return None
        module = self.module
        return DocumentFields(
            title=self.title,
            url=self.get_absolute_url(),
            audience_id=_audience_id(self),
            body="\n".join(_words_of(block) for block in self.body),
            service_id=module.service_id,
            author_id=module.trainer_id,
            created=self.first_published_at,
            container=module,
        )


def _words_of(block: Any) -> str:
    if block.block_type == "video":
        return f"{block.value['title']}\n{block.value['transcript']}"
    if block.block_type == "checklist":
        return "\n".join(block.value)
    return strip_tags(str(block.value))

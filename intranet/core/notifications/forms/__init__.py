"""What reaches a person by mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.utils.formats import time_format
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intranet.core.background import now
from intranet.core.notifications import conf
from intranet.core.notifications.models import Delivery, Preference
from intranet.core.notifications.notices import all_kinds, kind_named
from intranet.core.notifications.queries import kind_label
from intranet.core.notifications.queries.delivery import offered_deliveries
from intranet.core.notifications.queries.mentions import called_by
from intranet.core.organisation.models import Service
from intranet.core.text import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from django.db.models import Model, TextChoices
    from django.forms import BoundField

    from intranet.core.kinds import Person
    from intranet.core.notifications.conf import QuietHours
    from intranet.core.notifications.models import Follow
    from intranet.core.notifications.notices import NoticeKind
    from intranet.core.notifications.queries.delivery import Choices
    from intranet.core.notifications.queries.preferences import Wishes

#: Every kind; no kind is called so.
_ALL = "all"
_capfirst = lazy(capfirst, str)
_CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


def kinds_by_heading() -> list[tuple[str, list[type[NoticeKind]]]]:
    """The kinds of notice as people see them: under headings, each in the order of its words."""
    headings: dict[str, list[type[NoticeKind]]] = {}
    for kind in sorted(all_kinds().values(), key=lambda kind: (_heading(kind), str(kind.label))):
        headings.setdefault(_heading(kind), []).append(kind)
    return list(headings.items())


def _heading(kind: type[NoticeKind]) -> str:
    if kind.heading:
        return str(kind.heading)
    app = apps.get_containing_app_config(kind.__module__)
    return str(app.verbose_name) if app else ""


def _offered(choices: Iterable[TextChoices]) -> list[tuple[str, Any]]:
    """As options begin: with a capital letter."""
    return [(choice.value, _capfirst(choice.label)) for choice in choices]


class SettingsForm(forms.Form):
    """Mail, digest and hours, and how each kind of notice comes."""

    wants_mail = forms.BooleanField(
        label=_("Send me mail"),
        required=False,
        help_text=_("A mail holds the title, the author and a link. Without mail, everything still stands in your notices."),
    )
    digest = forms.ChoiceField(label=_("Digest"), choices=_offered(Preference.Digest), widget=forms.RadioSelect)
    quiet_from = forms.TimeField(label=_("No mail from"), required=False, widget=_CLOCK)
    quiet_until = forms.TimeField(label=_("Until"), required=False, widget=_CLOCK)
    only_in_working_hours = forms.BooleanField(
        label=_("Only in my working hours"),
        required=False,
        help_text=_("The hours of your service, without bank holidays and days on which it is closed."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, wishes: Wishes, choices: Choices) -> None:
        since, until = wishes.quiet or (None, None)
        initial: dict[str, Any] = {"wants_mail": wishes.mail, "digest": wishes.digest, "quiet_from": since, "quiet_until": until}
        super().__init__(data, initial={**initial, "only_in_working_hours": wishes.only_in_working_hours})
        self.fields["digest"].help_text = _("At %(time)s, one mail with what is new and unread.") % {"time": time_format(conf.digest_time())}
        self.kinds = {f"kind-{kind.name}": kind for _heading, kinds in kinds_by_heading() for kind in kinds}
        for name, kind in self.kinds.items():
            offered = [choice for choice in _offered(offered_deliveries()) if not (kind.required and choice[0] == Delivery.OFF)]
            self.fields[name] = forms.ChoiceField(label=kind.label, choices=offered, initial=choices.delivery_of(kind, None))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not {"quiet_from", "quiet_until"} & set(self.errors):
            self._clean_quiet_hours(self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"])
        return cleaned

    def _clean_quiet_hours(self, since: Any, until: Any) -> None:
        if since is None and until is not None:
            self.add_error("quiet_from", _("Say from when there is to be no mail, or leave both times empty."))
        elif since is not None and until is None:
            self.add_error("quiet_until", _("Say until when there is to be no mail, or leave both times empty."))
        elif since is not None and since == until:
            self.add_error("quiet_until", _("Choose another time than the first, or leave both empty: then mail comes at any time."))

    @property
    def quiet(self) -> QuietHours | None:
        since, until = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]
        return (since, until) if since is not None else None

    @property
    def deliveries(self) -> dict[type[NoticeKind], Delivery]:
        return {kind: Delivery(self.cleaned_data[name]) for name, kind in self.kinds.items()}

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields of the kinds under their headings."""
        for heading, kinds in kinds_by_heading():
            yield heading, [self[f"kind-{kind.name}"] for kind in kinds]


class ServiceChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Services as a tree."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{'– ' * (obj.depth - 1)}{obj.name}"


class ServiceForm(forms.Form):
    """A choice for what happens in one service."""

    service = ServiceChoiceField(label=_("Service"), queryset=Service.objects.none(), help_text=_("It holds for the services below it as well."))
    kind = forms.ChoiceField(label=_("What"))
    delivery = forms.ChoiceField(label=_("How it comes"))

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix="service")
        groups = [(heading, [(kind.name, kind.label) for kind in kinds]) for heading, kinds in kinds_by_heading()]
        self.fields["service"].queryset = Service.objects.valid()  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(_ALL, _("Everything")), *groups]  # type: ignore[attr-defined]
        self.fields["delivery"].choices = _offered(offered_deliveries())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        kind = self.told
        if kind is not None and kind.required and self.cleaned_data.get("delivery") == Delivery.OFF:
            self.add_error("delivery", _("This cannot be turned off, as somebody waits for you or has decided about your words. Choose “only here”."))
        return cleaned

    @property
    def told(self) -> type[NoticeKind] | None:
        return kind_named(self.cleaned_data.get("kind") or "")


class FollowFilter(forms.Form):
    """Which of what one follows are listed: all kinds, or one."""

    level = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.TypedChoiceField(label=_("Kind"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Mapping[str, Any], *, kinds: Iterable[int]) -> None:
        super().__init__(data, auto_id="follows-%s")
        choices = sorted((kind_label(kind), kind) for kind in set(kinds))
        self.fields["kind"].choices = [("", _("All kinds")), *((kind, label) for label, kind in choices)]  # type: ignore[attr-defined]

    def lets_through(self, follow: Follow) -> bool:
        kind = self.cleaned_data.get("kind") if self.is_valid() else None
        return kind is None or follow.content_type_id == kind


class QuietFollowsForm(forms.Form):
    """Since when it was followed what one does not want to follow any more."""

    months = forms.TypedChoiceField(
        label=_("Stop following all that you have followed for more than"),
        coerce=int,
        choices=[(3, _("three months")), (6, _("six months")), (12, _("a year"))],
        initial=12,
    )

    def before(self) -> datetime:
        return now() - timedelta(days=self.cleaned_data["months"] * 365 // 12)


class TagForm(forms.Form):
    """A hashtag by its name, with its mark or without."""

    name = forms.CharField(label=_("Tag"), max_length=51, help_text=_("A word that people put after #, for instance damp."))

    def clean_name(self) -> str:
        found = render(f"#{self.cleaned_data['name'].strip().removeprefix('#')}").hashtags
        if len(found) != 1 or found[0] != self.cleaned_data["name"].strip().removeprefix("#").lower():
            raise forms.ValidationError(_("A tag is one word that begins with a letter: damp, repairs-2026"))
        return found[0]


class FeedKeyForm(forms.Form):
    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("The program or the device, so that you know later which key to revoke: Outlook, my phone."),
        error_messages={"required": _("Say what the key is for")},
    )


class MentioningForm(forms.Form):
    """Words in ``body`` that may say ``@everyone``: whoever may say so is told first how many people that is, and confirms the number.

    ``cleaned_data["everyone"]`` is that number, 0 when nobody is called. Of anybody else it stays a word, which ``queries.mentions.not_reached`` tells them.
    """

    def __init__(self, *args: Any, place: Model | None = None, writer: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.writer = place, writer

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["everyone"] = self._called(cleaned.get("body", ""), self.place_of(cleaned))
        return cleaned

    def place_of(self, cleaned: dict[str, Any]) -> Model | None:
        """Where the words will stand."""
        return self.place

    def _called(self, words: str, place: Model | None) -> int:
        number = called_by(words, place, actor=self.writer) if place is not None and self.writer is not None else 0
        if not number:
            return 0
        label = ngettext("Tell %(number)d person now.", "Tell %(number)d people now.", number) % {"number": number}
        hint = _("You wrote @everyone: it reaches all who can read this, and cannot be taken back.")
        self.fields["everyone"] = forms.BooleanField(label=label, help_text=hint, required=False, widget=forms.CheckboxInput(attrs={"value": number}))
        if self.data.get(self.add_prefix("everyone")) == str(number):
            return number
        self.add_error("everyone", _("Confirm how many people are told, or take @everyone out of your words"))
        return 0

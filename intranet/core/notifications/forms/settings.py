"""What reaches a person by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.utils.formats import time_format
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from intranet.core.notifications import conf
from intranet.core.notifications.models import Delivery, Preference
from intranet.core.notifications.notices import all_kinds, kind_named
from intranet.core.notifications.queries.delivery import offered_deliveries
from intranet.core.organisation.forms import WeekForm, as_days
from intranet.core.organisation.models import Service

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.models import TextChoices
    from django.forms import BoundField

    from intranet.core.notifications.conf import QuietHours
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


class SettingsForm(WeekForm):
    """Mail, digest and hours, and how each kind of notice comes."""

    field_order = ("wants_mail", "digest", "quiet_from", "quiet_until", "only_in_working_hours", "social")

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
        help_text=_("Those below, or those of your service; never on bank holidays and days on which your service is closed."),
    )

    social = forms.ChoiceField(
        label=_("Tell me of what happens in social areas"),
        choices=_offered(Preference.Social),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("What names you or answers you is told in any case. Social areas are in no digest."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, wishes: Wishes, choices: Choices) -> None:
        since, until = wishes.quiet or (None, None)
        initial: dict[str, Any] = {
            "wants_mail": wishes.mail,
            "digest": wishes.digest,
            "quiet_from": since,
            "quiet_until": until,
            "social": wishes.social,
        }
        super().__init__(data, initial={**initial, **as_days(wishes.hours), "only_in_working_hours": wishes.only_in_working_hours})
        self.fields["digest"].help_text = _("At %(time)s, one mail with what is new and unread.") % {"time": time_format(conf.digest_time())}
        self.kinds = {f"kind-{kind.name}": kind for _heading, kinds in kinds_by_heading() for kind in kinds}
        for name, kind in self.kinds.items():
            offered = [choice for choice in _offered(offered_deliveries()) if not (kind.required and choice[0] == Delivery.OFF)]
            self.fields[name] = forms.ChoiceField(label=kind.label, choices=offered, initial=choices.delivery_of(kind, None))

    def clean(self) -> dict[str, Any]:
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

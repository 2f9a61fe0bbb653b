"""That a page must be read: what its editors are asked in the administration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from intranet.core.notifications import rules
from intranet.core.notifications.models import MustRead
from intranet.core.organisation.models import Audience, AudienceToken, Service

_NOBODY, _ALL, _SOME = "nobody", "all", "some"
_FIELDS = ("reading_whom", "reading_services", "reading_groups", "reading_again", "must_read_by", "must_read_change")


class ReadingForm(WagtailAdminPageForm):
    """The base of the form of an ``Acknowledgeable`` page. Who may not decide it sees what holds and cannot change it."""

    reading_whom = forms.ChoiceField(
        label=_("Who must confirm that they have read this"),
        choices=[(_NOBODY, _("Nobody")), (_ALL, _("Everybody who may read it")), (_SOME, _("The services and groups chosen below"))],
        widget=forms.RadioSelect,
        required=False,
    )
    reading_services = forms.ModelMultipleChoiceField(
        Service.objects.all(), label=_("Services"), required=False, help_text=_("With their sub-services.")
    )
    reading_groups = forms.ModelMultipleChoiceField(Group.objects.all(), label=_("Groups"), required=False)
    reading_again = forms.BooleanField(
        label=_("Ask again"), required=False, help_text=_("Those who have read it are asked once more, because what they have to know has changed.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._remember(self.instance.must_read_id)
        parent = kwargs.get("parent_page")
        if self.for_user is not None and not rules.can_require(self.for_user, self.instance, parent.specific if parent is not None else None):
            for name in _FIELDS:
                if name in self.fields:
                    self.fields[name].disabled = True

    def _remember(self, audience_id: int | None) -> None:
        tokens = AudienceToken.objects.filter(audience=audience_id).values_list("token", flat=True) if audience_id is not None else []
        self.initial["reading_services"] = [int(token.partition(":")[2]) for token in tokens if token.startswith("service:")]
        self.initial["reading_groups"] = [int(token.partition(":")[2]) for token in tokens if token.startswith("group:")]
        chosen = self.initial["reading_services"] or self.initial["reading_groups"]
        self.initial["reading_whom"] = _NOBODY if audience_id is None else _SOME if chosen else _ALL

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "reading_whom" not in self.fields or self.fields["reading_whom"].disabled:
            return cleaned
        self.instance.must_read = self._audience(cleaned)
        if self.instance.must_read is None and cleaned.get("must_read_by"):
            self.add_error("must_read_by", _("Say who must read it, or leave the day empty."))
        if cleaned.get("reading_again"):
            self._ask_again(cleaned)
        return cleaned

    def _audience(self, cleaned: dict[str, Any]) -> Audience | None:
        from intranet.core.organisation.actions import all_staff, intern_audience  # noqa: PLC0415 -- models name this form, and load before actions can

        if cleaned.get("reading_whom") == _ALL:
            return all_staff()
        if cleaned.get("reading_whom") != _SOME:
            return None
        tokens = [f"service:{service.pk}" for service in cleaned.get("reading_services") or []]
        tokens += [f"group:{group.pk}" for group in cleaned.get("reading_groups") or []]
        if not tokens:
            self.add_error("reading_services", _("Choose the services or groups that must read it."))
            return None
        return intern_audience([tokens])

    def _ask_again(self, cleaned: dict[str, Any]) -> None:
        """The next version after those that were asked; asking again without publishing asks nobody."""
        if self.instance.must_read is None:
            self.add_error("reading_again", _("Nobody must read it, so nobody can be asked again."))
        elif not cleaned.get("must_read_change"):
            self.add_error("must_read_change", _("Say what has changed: those who have read it before want to know."))
        else:
            asked = MustRead.objects.on(self.instance).aggregate(last=Max("version"))["last"] if self.instance.pk else None
            self.instance.must_read_version = (asked or 0) + 1

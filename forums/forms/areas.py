"""The form of an area in the admin: in words, who reads, who writes and who moderates."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from forums.actions import change_audience, rewrite_documents, set_answers_due, set_moderators
from forums.models import Area, Topic
from intranet.core.organisation.actions import all_staff, intern_audience
from intranet.core.organisation.models import Audience, AudienceToken, Role, RoleAssignment, Service
from intranet.core.organisation.queries import holds, roles_of, tokens_of

ALL, SOME = "all", "some"


class PeopleField(forms.CharField):
    """User names with commas between them, as a list of people."""

    def clean(self, value: Any) -> list[Any]:
        names = [name.strip().lstrip("@") for name in super().clean(value).replace("\n", ",").split(",")]
        wanted = dict.fromkeys(name for name in names if name)
        found = {user.get_username(): user for user in get_user_model().objects.filter(username__in=wanted, is_active=True)}
        unknown = [name for name in wanted if name not in found]
        if unknown:
            raise ValidationError(_("There is nobody called %(names)s"), params={"names": ", ".join(unknown)})
        return [found[name] for name in wanted]


def _template(label: Any) -> forms.CharField:
    return forms.CharField(required=False, label=label, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))


def _services_of(user: Any) -> Any:
    """The services in whose name the person opens areas: those they own, with their sub-services; a co-ordinator of the whole, all."""
    opening = [held for held in roles_of(user) if held.role in (Role.SERVICE_OWNER, Role.CENTRAL_COORDINATOR) and held.area is None]
    if any(held.service_path is None for held in opening):
        return Service.objects.all()
    return Service.objects.filter(reduce(or_, (Q(path__startswith=held.service_path) for held in opening), Q(pk__in=[])))


def _names(people: Any) -> str:
    return ", ".join(sorted(person.get_username() for person in people))


class WordsField(forms.CharField):
    """Tags with commas between them, as a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = [word.strip().lstrip("#").strip().lower().replace(" ", "-") for word in super().clean(value).split(",")]
        return list(dict.fromkeys(word for word in words if word))


class AreaForm(WagtailAdminModelForm):
    """An area, its readers, its writers and its moderators."""

    topic_types = forms.MultipleChoiceField(
        choices=Topic.Type.choices, required=False, widget=forms.CheckboxSelectMultiple, label=_("Kinds of topics"), help_text=_("With none: all.")
    )
    readers = forms.ChoiceField(
        label=_("Who may read"), choices=[(ALL, _("All staff")), (SOME, _("Only those below"))], widget=forms.RadioSelect, initial=ALL
    )
    read_services = forms.ModelMultipleChoiceField(
        Service.objects.all(), required=False, label=_("Services that read"), help_text=_("With their sub-services.")
    )
    read_groups = forms.ModelMultipleChoiceField(Group.objects.all(), required=False, label=_("Groups that read"))
    read_people = PeopleField(required=False, label=_("People who read"), help_text=_("User names, with commas between them."))
    writers = forms.ChoiceField(
        label=_("Who may write"), choices=[(ALL, _("Everybody who reads")), (SOME, _("Only those below"))], widget=forms.RadioSelect, initial=ALL
    )
    write_services = forms.ModelMultipleChoiceField(Service.objects.all(), required=False, label=_("Services that write"))
    write_groups = forms.ModelMultipleChoiceField(Group.objects.all(), required=False, label=_("Groups that write"))
    write_people = PeopleField(required=False, label=_("People who write"), help_text=_("User names, with commas between them."))
    moderators = PeopleField(
        required=False, label=_("Moderators"), help_text=_("User names, with commas between them. With none: the service's moderators.")
    )

    tags = WordsField(
        required=False, label=_("Tags that are offered"), max_length=500, help_text=_("With commas between them. Others can still be typed.")
    )
    template_discussion = _template(_("How a discussion begins"))
    template_question = _template(_("How a question begins"))
    template_announcement = _template(_("How an announcement begins"))
    template_idea = _template(_("How an idea begins"))

    class Meta:
        model = Area
        fields = [
            *("name", "slug", "kind", "service", "group", "description", "rules", "state", "pre_moderated", "allows_unnamed"),
            *("topic_types", "tags", "unanswered_after_hours", "position"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None:
            self.fields["service"].queryset = _services_of(self.for_user)  # type: ignore[attr-defined]
            self.fields["service"].required = not holds(self.for_user, Role.CENTRAL_COORDINATOR)
        for kind in Topic.Type.values:
            self.initial[f"template_{kind}"] = self.instance.template_for(kind)
        if self.instance.pk is None:
            return
        self._show("read", "readers", self.instance.audience_id)
        if self.instance.post_audience_id != self.instance.audience_id:
            self._show("write", "writers", self.instance.post_audience_id)
        held = RoleAssignment.objects.filter(role=Role.MODERATOR, area_type=ContentType.objects.get_for_model(Area), area_id=self.instance.pk)
        self.initial["moderators"] = _names(row.person for row in held.select_related("person"))

    def _show(self, verb: str, who: str, audience_id: int) -> None:
        keys: dict[str, list[int]] = {"service": [], "group": [], "user": []}
        tokens = AudienceToken.objects.filter(audience=audience_id).exclude(token="staff")  # noqa: S106 -- a token of an audience
        for token in tokens.values_list("token", flat=True):
            kind, _colon, key = token.partition(":")
            keys[kind].append(int(key))
        self.initial[who] = SOME if any(keys.values()) else ALL
        self.initial[f"{verb}_services"], self.initial[f"{verb}_groups"] = keys["service"], keys["group"]
        self.initial[f"{verb}_people"] = _names(get_user_model().objects.filter(pk__in=keys["user"]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["audience"] = self._audience("read", "readers")
        cleaned["post_audience"] = self._audience("write", "writers") if cleaned.get("writers") == SOME else cleaned["audience"]
        if cleaned["audience"] is not None and self.for_user is not None:
            held = AudienceToken.objects.filter(audience=cleaned["audience"], token__in=tokens_of(self.for_user))
            if not held.exists():
                self.add_error("readers", _("You could not see this area yourself. Add yourself, your service or a group of yours."))
        return cleaned

    def _audience(self, verb: str, who: str) -> Audience | None:
        if self.cleaned_data.get(who) == ALL:
            return all_staff()
        tokens = [f"service:{service.pk}" for service in self.cleaned_data.get(f"{verb}_services") or []]
        tokens += [f"group:{group.pk}" for group in self.cleaned_data.get(f"{verb}_groups") or []]
        tokens += [f"user:{person.pk}" for person in self.cleaned_data.get(f"{verb}_people") or []]
        if tokens:
            return intern_audience([tokens])
        if f"{verb}_people" not in self.errors:
            self.add_error(who, _("Choose at least one service, group or person"))
        return None

    @transaction.atomic
    def save(self, commit: bool = True) -> Area:
        readers, writers = self.cleaned_data["audience"], self.cleaned_data["post_audience"]
        written = {kind: self.cleaned_data[f"template_{kind}"].strip() for kind in Topic.Type.values}
        self.instance.templates = {kind: words for kind, words in written.items() if words}
        if self.instance.pk is None:
            self.instance.audience, self.instance.post_audience = readers, writers
        area: Area = super().save(commit)
        if (area.audience_id, area.post_audience_id) != (readers.pk, writers.pk):
            change_audience(area, audience=readers, post_audience=writers, actor=self.for_user)
        set_moderators(area, people=self.cleaned_data["moderators"], actor=self.for_user)
        if {"unanswered_after_hours", "service"} & set(self.changed_data):
            set_answers_due(area)
        if {"kind", "service"} & set(self.changed_data):
            rewrite_documents(area)
        return area

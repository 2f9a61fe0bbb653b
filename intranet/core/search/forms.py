"""The form of a tag in the admin."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from intranet.core.search.actions import keep_tag, lead_tag
from intranet.core.search.models import KeptTag


class KeptTagForm(WagtailAdminModelForm):
    """A tag: its name, when to use it, and another one that it is to be merged into."""

    into = forms.ModelChoiceField(
        KeptTag.objects.none(),
        label=_("Merge it into"),
        required=False,
        empty_label=_("No other tag"),
        help_text=_("Everything under this tag then stands under the other one, and the old address leads there. That cannot be taken back."),
    )

    class Meta:
        model = KeptTag
        fields = ["name", "about"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.former = self.instance.name
        if self.instance.pk is None or self.instance.leads_to_id is not None:
            del self.fields["into"]
        else:
            self.fields["into"].queryset = KeptTag.objects.filter(leads_to__isnull=True).exclude(pk=self.instance.pk)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = re.sub(r"[^\w-]+", "", self.cleaned_data["name"].strip().lstrip("#").lower().replace(" ", "-"))
        if not name:
            raise ValidationError(_("Give the tag a name"))
        if self.instance.leads_to_id is not None and name != self.former:
            raise ValidationError(_("This name leads to another tag. Rename that one."))
        if KeptTag.objects.filter(name=name, leads_to__isnull=True).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a tag of this name. Merge the two instead."))
        return name

    def save(self, commit: bool = True) -> KeptTag:
        tag: KeptTag = self.instance
        name = self.cleaned_data["name"]
        tag.name = self.former
        if tag.leads_to_id is None:
            keep_tag(tag, name=name, actor=self.for_user)
        else:
            tag.save()
        if self.cleaned_data.get("into"):
            lead_tag(tag, into=self.cleaned_data["into"], actor=self.for_user)
        return tag

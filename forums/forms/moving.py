"""Where topics go, and which posts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from forums.models import Area, Post, Topic
from intranet.core.text import plain_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from intranet.core.kinds import Person

OTHER_READERS = _("Other people read it there. Tick the box if you have made sure that they may read this.")


class AgreedForm(forms.Form):
    """Before words are shown to others than they were written for, the moderator says so."""

    agreed = forms.BooleanField(
        label=_("Other people may read it there, and I have checked that this is right"),
        required=False,
        help_text=_("Asked for only where the readers are others."),
    )

    def ask_for(self, here: Area, there: Area) -> bool:
        """Whether it may be shown there; says on the form what is missing."""
        if here.audience_id == there.audience_id or self.cleaned_data.get("agreed"):
            return True
        self.add_error("agreed", ValidationError(OTHER_READERS))
        return False


class MoveForm(AgreedForm):
    """The area to which a topic goes."""

    area = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("Move it to"),
        empty_label=_("Choose an area"),
        help_text=_("Areas in which you may start a topic."),
        error_messages={"required": _("Choose an area"), "invalid_choice": _("Choose one of the areas in which you may start a topic")},
    )

    field_order = ["area", "agreed"]

    def __init__(self, *args: Any, topic: Topic, user: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic
        self.fields["area"].queryset = Area.objects.open_to(user).exclude(pk=topic.area_id)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("area") is not None:
            self.ask_for(self.topic.area, cleaned["area"])
        return cleaned


class MergeForm(AgreedForm):
    """The topic into which another goes: one of those of a similar title, or any by its address or its number."""

    near = forms.TypedChoiceField(label=_("Into which topic"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect)
    into = forms.CharField(
        label=_("Address of the topic that it goes into"),
        max_length=500,
        required=False,
        help_text=_("Open that topic and copy its address from the browser. Its posts stay first."),
    )

    field_order = ["near", "into", "agreed"]

    def __init__(self, *args: Any, near: Sequence[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if near:
            titles = [(topic.pk, f"{topic.title} ({topic.area.name})") for topic in near]
            self.fields["near"].choices = [*titles, ("", _("Another one, whose address I give"))]  # type: ignore[attr-defined]
        else:
            del self.fields["near"]

    def clean_into(self) -> int | None:
        given = self.cleaned_data["into"]
        found = re.search(r"/(\d{1,18})-[-\w]+/|^\s*(\d{1,18})\s*$", given)
        if given and found is None:
            raise ValidationError(_("That is not the address of a topic"))
        return int(found[1] or found[2]) if found else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["into"] = cleaned.get("near") or cleaned.get("into")
        if not cleaned["into"] and not self.errors:
            self.add_error("into", ValidationError(_("Give the address of a topic")))
        return cleaned


class SplitForm(AgreedForm):
    """The posts of a page that become a topic of their own."""

    posts = forms.TypedMultipleChoiceField(
        coerce=int, label=_("Which posts"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one post")}
    )
    rest = forms.BooleanField(label=_("And all posts below the last of these"), required=False)
    title = forms.CharField(
        label=_("Title of the new topic"),
        max_length=200,
        error_messages={"required": _("Give the topic a title"), "max_length": _("Use %(limit_value)d characters or fewer: you have %(show_value)d")},
    )
    area = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("Where"),
        empty_label=None,
        error_messages={"invalid_choice": _("Choose one of the areas in which you may start a topic")},
    )

    field_order = ["posts", "rest", "title", "area", "agreed"]

    def __init__(self, *args: Any, topic: Topic, user: Person, choosable: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic
        self.fields["posts"].choices = [(post.pk, _choice(post)) for post in choosable]  # type: ignore[attr-defined]
        self.fields["area"].queryset = Area.objects.open_to(user) | Area.objects.filter(pk=topic.area_id)  # type: ignore[attr-defined]
        self.fields["area"].initial = topic.area_id

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("area") is not None:
            self.ask_for(self.topic.area, cleaned["area"])
        return cleaned


def _choice(post: Post) -> str:
    return f"{post.number}. {post.author_name}: {Truncator(plain_of(post.html)).chars(90)}"


class TypeForm(forms.Form):
    """What a topic is."""

    type = forms.ChoiceField(choices=Topic.Type.choices)

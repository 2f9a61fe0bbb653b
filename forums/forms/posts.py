"""What people write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from forums.forms.files import FilesForm
from forums.forms.unnamed import UnnamedField
from forums.models import Area, Attachment, Topic
from forums.queries import stands_in
from intranet.core.notifications.forms.mentioning import MentioningForm
from intranet.core.search.queries import kept_tags, names_in_use
from intranet.core.text import MAX_SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from forums.models import Post
    from intranet.core.kinds import Person

MOST_TAGS = 5


class WordsForm(FilesForm):
    """The words of a post."""

    body = forms.CharField(
        label=_("Your post"),
        max_length=MAX_SOURCE,
        help_text=_("Markdown works. Put the address of a poll or a module on its own line and it becomes a card."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your post"), "max_length": _("Use %(limit_value)d characters or fewer: you have %(show_value)d")},
    )


class EditForm(WordsForm):
    """Other words; ``version`` is that of those which the form was opened with."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, attached: Sequence[Attachment] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if attached:
            self.fields["drop"] = forms.ModelMultipleChoiceField(
                Attachment.objects.filter(pk__in=[file.pk for file in attached]),
                label=_("Take away"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("What you tick is deleted for good when you save."),
            )


class ReplyForm(UnnamedField, MentioningForm, WordsForm):
    """A reply; ``token`` makes one post of a form that is sent twice, ``quotes`` is the key of the post of which it has some words in ``quoted``."""

    quoted = forms.CharField(
        required=False,
        max_length=MAX_SOURCE,
        help_text=_("Shorten it to what you answer, with … for what you leave out. It is shown above your words as long as it stands there."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Use %(limit_value)d characters or fewer: you have %(show_value)d")},
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    quotes = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ["quoted", "body", "unnamed"]

    def __init__(self, *args: Any, area: Area, quoting: Post | None, writer: Person, **kwargs: Any) -> None:
        super().__init__(*args, writer=writer, owner=writer, **kwargs)
        self.offer_alias(area.allows_unnamed)
        self.quoting = quoting
        if quoting is None:
            del self.fields["quoted"], self.fields["quotes"]
        else:
            values = {"number": quoting.number, "name": quoting.author_name or _("a former colleague")}
            self.fields["quoted"].label = _("You quote post %(number)s by %(name)s") % values

    def clean_quoted(self) -> str:
        quoted: str = self.cleaned_data["quoted"]
        if quoted and self.quoting and not stands_in(quoted, self.quoting):
            raise ValidationError(_("Quote only what stands in that post, and write your own words below"))
        return quoted


class TopicForm(UnnamedField, MentioningForm, WordsForm):
    """A new topic with its first post."""

    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Where"), empty_label=_("Choose an area"), error_messages={"required": _("Choose an area")}
    )
    type = forms.ChoiceField(
        label=_("What is it"), choices=[(value, capfirst(label)) for value, label in Topic.Type.choices], widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("Say it so that others find it: the thing, and what is up with it."),
        error_messages={"required": _("Give the topic a title"), "max_length": _("Use %(limit_value)d characters or fewer: you have %(show_value)d")},
    )
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=200,
        help_text=_("Up to 5 words, with commas between them. Take those that are offered where they fit."),
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    about = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    field_order = ["area", "type", "title", "body", "offered", "tags", "unnamed"]

    def __init__(self, *args: Any, user: Person, **kwargs: Any) -> None:
        super().__init__(*args, writer=user, owner=user, **kwargs)
        areas = Area.objects.open_to(user)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.offer_alias(any(area.allows_unnamed for area in areas))
        tags = self.fields["tags"]
        tags.widget.attrs |= {"list": "kept-tags", "autocomplete": "off", "data-words": True}
        tags.below, tags.items = "forums/kept_tags.html", kept_tags()  # type: ignore[attr-defined]
        title = self.fields["title"]
        title.widget.attrs |= {"hx-get": reverse("forums:similar"), "hx-trigger": "input changed delay:700ms", "hx-target": "#similar"}
        title.widget.attrs |= {"hx-swap": "innerHTML", "hx-params": "title", "hx-sync": "this:replace", "data-quiet": True}
        title.below, title.items = "forums/similar_place.html", list[Topic]()  # type: ignore[attr-defined]

    def warn_of(self, topics: list[Topic]) -> None:
        """Show topics that may be about the same, once: whoever sends the form again has seen them."""
        self.fields["title"].items = topics  # type: ignore[attr-defined]
        self.add_error("title", _("There are topics like this one. Look at them below, then start yours all the same if it is another matter"))

    def offer(self, tags: Iterable[str]) -> None:
        """The tags of an area, to be ticked."""
        choices = [(tag, f"#{tag}") for tag in tags]
        if choices:
            self.fields["offered"] = forms.MultipleChoiceField(
                choices=choices, required=False, label=_("Tags that are used here"), widget=forms.CheckboxSelectMultiple
            )
            self.fields["tags"].label = _("Other tags")
            self.order_fields(self.field_order)

    def clean_tags(self) -> list[str]:
        words = [word.strip().lstrip("#").strip().lower().replace(" ", "-") for word in self.cleaned_data["tags"].split(",")]
        tags = list(dict.fromkeys(word for word in words if word))
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("Use %(most)d tags or fewer: you have %(count)d"), params={"most": MOST_TAGS, "count": len(tags)})
        return names_in_use(tags)

    def place_of(self, cleaned: dict[str, Any]) -> Area | None:
        return cleaned.get("area")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "tags" in cleaned:
            cleaned["tags"] = list(dict.fromkeys([*cleaned.get("offered", []), *cleaned["tags"]]))
            if len(cleaned["tags"]) > MOST_TAGS:
                self.add_error(
                    "tags",
                    ValidationError(_("Use %(most)d tags or fewer: you have %(count)d"), params={"most": MOST_TAGS, "count": len(cleaned["tags"])}),
                )
        area = cleaned.get("area")
        if area is not None and cleaned.get("type") and cleaned["type"] not in dict(area.allowed_types()):
            kinds = ", ".join(str(label) for _value, label in area.allowed_types())
            self.add_error("type", ValidationError(_("“%(area)s” takes only: %(kinds)s"), params={"area": area, "kinds": kinds}))
        if area is not None and cleaned.get("unnamed") and not area.allows_unnamed:
            self.add_error("unnamed", ValidationError(_("In “%(area)s” people sign what they write"), params={"area": area}))
        return cleaned

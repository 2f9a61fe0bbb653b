"""What writers may say, and how readers narrow what they see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from blogs.models import LeaderBlogPage, Series
from blogs.models.comments import PostForm as CommentedForm

if TYPE_CHECKING:
    from collections.abc import Iterable


class PostForm(CommentedForm):
    """A post in the admin: the series of its blog, one spelling of each hashtag, and no cover without words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blog = LeaderBlogPage.objects.filter(pk=self.parent_page.pk).first() if self.parent_page is not None else None
        self.instance.typed_in = blog.pk if blog is not None else None
        if blog is not None and "series" in self.fields:
            self.fields["series"].queryset = Series.objects.filter(leader=blog.leader_id)  # type: ignore[attr-defined]

    def clean_tags(self) -> list[str]:
        return one_spelling(self.cleaned_data["tags"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.instance.cover, self.instance.cover_alt = cleaned.get("cover"), cleaned.get("cover_alt", "")
        self.instance.cover_decorates = cleaned.get("cover_decorates", False)
        fault = self.instance.cover_fault()
        if fault and not self.is_deferred_validation:
            self.add_error("cover_alt", fault)
        return cleaned


def one_spelling(names: Iterable[str]) -> list[str]:
    """Hashtags without their mark, each as it was spelt first on the site, so that all its posts stand under one address."""
    wanted: dict[str, str] = {}
    for name in names:
        bare = " ".join(name.replace("#", " ").split())
        if slug := slugify(bare, allow_unicode=True):
            wanted.setdefault(slug, bare)
    known = dict(Tag.objects.filter(slug__in=wanted).values_list("slug", "name"))
    return [known.get(slug, name) for slug, name in wanted.items()]


class SeriesForm(forms.ModelForm[Series]):
    """A series by its name."""

    class Meta:
        model = Series
        fields = ("title", "introduction")
        widgets = {"introduction": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"title": {"required": _("Give the series a name")}}


class PostFilter(forms.Form):
    """Whose posts: of one service, of one leader. What is not among the choices is as if it were not said."""

    show = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, blogs: Iterable[LeaderBlogPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = [blog.leader for blog in blogs]
        services = {leader.service.slug: leader.service.name for leader in leaders if leader.service is not None}
        in_order = sorted(services.items(), key=lambda pair: pair[1])
        self.fields["service"] = forms.ChoiceField(label=_("Service"), required=False, choices=[("", _("All services")), *in_order])
        self.fields["leader"] = forms.ChoiceField(
            label=_("Leader"), required=False, choices=[("", _("All leaders")), *((blog.slug, str(blog.leader)) for blog in blogs)]
        )
        #: Whether there is anything to choose between.
        self.is_of_use = len(leaders) > 1
        self.is_valid()

    @property
    def narrows(self) -> bool:
        return any(self.chosen(name) for name in self.fields)

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name, ""))

    def address(self, kind: str) -> str:
        """The same choice among posts of another kind of leader."""
        asked = {"show": kind, "service": self.chosen("service"), "leader": self.chosen("leader")}
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"

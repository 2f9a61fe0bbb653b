"""Series: read, started and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from blogs import actions, queries, rules
from blogs.forms import SeriesForm
from blogs.models import LeaderBlogPage, PostPage, Series
from intranet.core.ui.http import deny, get_visible_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest


@require_safe
def series(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """The posts of a series that the reader may see, from the first on."""
    found = get_visible_or_404(Series.objects.with_blog(), request.user, pk=pk)
    if slug != found.slug:
        return redirect(found)
    posts = PostPage.objects.visible_to(request.user).filter(series=found)
    page, lines = queries.page_of_posts(posts.oldest(), request.GET.get("page"))
    return render(
        request,
        "blogs/series.html",
        {"series": found, "page": page, "posts": lines, "may_write": rules.writes_for(request.user, found.leader)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def start_series(request: SignedInRequest, blog: int) -> HttpResponse:
    """A new series in a blog, by those who write there."""
    place = get_visible_or_404(LeaderBlogPage.objects.with_leader(), request.user, pk=blog)
    if not rules.writes_for(request.user, place.leader):
        deny(request, place)
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_series(place.leader, **form.cleaned_data, actor=request.user)
        except actions.NameTaken as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, _("The series “%(title)s” is started. Choose it where you write a post.") % {"title": made})
            return redirect(place.get_absolute_url())
    return render(request, "blogs/series_form.html", {"form": form, "leader": place.leader}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_series(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its name and what it is about. For others than its writers it is there when they may read a post of it, and not theirs to change."""
    found = Series.objects.with_blog().filter(pk=pk).first()
    if found is None:
        raise Http404
    if not rules.writes_for(request.user, found.leader):
        deny(request, get_visible_or_404(Series, request.user, pk=pk))
    form = SeriesForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = Series.objects.with_blog().get(pk=pk)
        try:
            actions.change_series(kept, **form.cleaned_data, actor=request.user)
        except actions.NameTaken as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, _("The series is changed."))
            return redirect(kept.leader.blog.get_absolute_url())
    return render(request, "blogs/series_form.html", {"form": form, "series": found, "leader": found.leader}, status=422 if form.errors else 200)

"""Posts by hashtag, and by year and month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blogs import queries
from blogs.models import Hashtag, LeaderBlogPage, PostPage
from intranet.core.notifications.queries import tag_followed_by
from intranet.core.search.queries import names_in_use
from intranet.core.ui.http import get_visible_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest


@require_safe
def tag(request: SignedInRequest, slug: str) -> HttpResponse:
    """The posts under a hashtag; one that no visible post carries leads to the name that it has now, or does not exist."""
    found = Hashtag.objects.visible_to(request.user).filter(slug=slug).first()
    if found is None:
        named = names_in_use([slug])
        if named == [slug.lower()]:
            raise Http404
        return redirect("blogs:tag", named[0])
    page, posts = queries.newest_posts(request.user, queries.Which(tag=slug), request.GET.get("page"))
    return render(request, "blogs/tag.html", {"tag": found, "followed": tag_followed_by(request.user, slug), "page": page, "posts": posts})


@require_safe
def archive(request: SignedInRequest, year: int | None = None, month: int | None = None) -> HttpResponse:
    """When what was written, in all blogs or, as ``blog`` in the address says, in one. A time without a post does not exist."""
    posts = PostPage.objects.visible_to(request.user)
    blog = None
    if slug := request.GET.get("blog", ""):
        blog = get_visible_or_404(LeaderBlogPage.objects.with_leader(), request.user, slug=slug)
        posts = posts.filter(leader=blog.leader_id)
    years = queries.calendar_of(posts)
    context: dict[str, Any] = {"blog": blog, "years": years, "query": f"?blog={blog.slug}" if blog else "", "year": year, "month": month}
    if year is not None:
        if not any(found.year == year and (month is None or any(each.first.month == month for each in found.months)) for found in years):
            raise Http404
        page, lines = queries.page_of_posts(queries.posts_in(posts, year, month).newest(), request.GET.get("page"))
        context |= {"page": page, "posts": lines}
    return render(request, "blogs/archive.html", context | _names(blog, year, month))


def _names(blog: LeaderBlogPage | None, year: int | None, month: int | None) -> dict[str, Any]:
    """What the page is called, and what stands above it."""
    crumbs = [(_("Blogs"), reverse("blogs:index"))]
    query = ""
    if blog is not None:
        crumbs.append((blog.title, blog.get_absolute_url()))
        query = f"?blog={blog.slug}"
    if year is None:
        return {"title": _("Archive"), "crumbs": crumbs}
    crumbs.append((_("Archive"), reverse("blogs:archive") + query))
    if month is None:
        return {"title": str(year), "crumbs": crumbs}
    crumbs.append((str(year), reverse("blogs:archive-year", args=[year]) + query))
    return {"title": f"{MONTHS[month]} {year}", "crumbs": crumbs}

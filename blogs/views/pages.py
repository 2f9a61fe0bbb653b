"""The index of blogs, a leader's blog, and a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blogs import queries, rules
from blogs.forms import PostFilter
from blogs.models import BlogIndexPage, Leader, LeaderBlogPage, PostPage
from intranet.core.discussion.views import thread_context
from intranet.core.ui.http import get_visible_or_404, page_view

if TYPE_CHECKING:
    from intranet.core.ui.http import SignedInRequest

PICTURE = "width-1200"


@require_safe
def index_at(request: SignedInRequest) -> HttpResponse:
    """The index at its address: fetched by us, as the pages below it are, for Wagtail would walk down the tree to each."""
    return index(request, get_visible_or_404(BlogIndexPage, request.user))


@require_safe
def blog_at(request: SignedInRequest, blog: str) -> HttpResponse:
    """A leader's own address, or that of a post, which leads to who holds it now."""
    found = queries.blog_at(request.user, blog)
    if found is None:
        raise Http404
    return show_blog(request, found)


@require_safe
def post_at(request: SignedInRequest, blog: str, post: str) -> HttpResponse:
    """The post at its address; another blog may have one of the same name. Under any other name of its blog it is found too."""
    found = queries.post_at(request.user, blog, post)
    if found is not None:
        return show_post(request, found)
    elsewhere = PostPage.objects.visible_to(request.user).once_at(blog, post).first()
    if elsewhere is None:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{elsewhere.get_absolute_url()}?{query}" if query else elsewhere.get_absolute_url())


@page_view(BlogIndexPage)
@require_safe
def index(request: SignedInRequest, page: BlogIndexPage) -> HttpResponse:
    """Who blogs, how their answers stand, and the newest posts, of all or of those whom the address names."""
    lines, waiting = queries.blogs_and_questions(request.user)
    narrowed = PostFilter(request.GET, blogs=[line.blog for line in lines])
    show = narrowed.chosen("show")
    which = queries.Which(kind=show, service=narrowed.chosen("service"), blog=narrowed.chosen("leader"))
    posts_page, posts = queries.newest_posts(request.user, which, request.GET.get("page"))
    tabs = [("", _("Latest")), (Leader.Kind.MANAGERIAL, _("Managers")), (Leader.Kind.POLITICAL, _("Politicians"))]
    context = {
        "index": page,
        "lines": lines,
        "live": [line.blog for line in lines if line.blog.live_key is not None],
        "page": posts_page,
        "posts": posts,
        "tabs": [{"label": label, "url": narrowed.address(kind), "current": show == kind} for kind, label in tabs],
        "filters": narrowed,
        "waiting": waiting,
        "talked_about": queries.talked_about(request.user),
    }
    return render(request, "blogs/index.html", context)


@page_view(LeaderBlogPage)
@require_safe
def show_blog(request: SignedInRequest, page: LeaderBlogPage) -> HttpResponse:
    """A leader's blog: the record of answers, what waits, and the posts."""
    leader = page.leader
    posts_page, posts = queries.newest_posts(request.user, queries.Which(leader=leader.pk), request.GET.get("page"))
    delegates = list(leader.delegates.filter(is_active=True).select_related("roost_profile")) if leader.is_in_office else []
    context = {
        "blog": page,
        "leader": leader,
        "may_write": leader.is_in_office and request.user in [leader.person, *delegates],
        "answers": queries.answers_of(request.user, leader),
        "live_hour": queries.coming_live(leader.pk),
        "may_announce": leader.is_in_office and request.user in [leader.person, *delegates],
        "election": leader.election_now(),
        "delegates": delegates,
        "holders": queries.holders_of_post(request.user, page),
        "may_hand_over": leader.leads and rules.hands_over(request.user, leader),
        "page": posts_page,
        "posts": posts,
        "series": queries.series_of(request.user, leader),
    }
    return render(request, "blogs/blog.html", context)


@page_view(PostPage)
@require_safe
def show_post(request: SignedInRequest, page: PostPage) -> HttpResponse:
    """A post with its comments; a draft in the editor's preview without."""
    shown, tags = queries.with_pictures(page, PICTURE), [tag for tag in page.tags.all() if tag.slug]
    discussion = thread_context(request, page) if page.live and not getattr(request, "is_preview", False) else {}
    may_tell = bool(discussion) and rules.can_tell_everybody(request.user, page)
    context = {"post": shown, "tags": tags, "beside": queries.beside(request.user, page, tags), "may_tell": may_tell, "election": page.election_now()}
    return render(request, "blogs/post.html", context | discussion)


@require_safe
def captions(request: SignedInRequest, pk: int, block: str) -> HttpResponse:
    """The captions of a film in a post, as WebVTT."""
    page = get_visible_or_404(PostPage, request.user, pk=pk)
    video = next((found.value for found in page.body if found.block_type == "video" and str(found.id) == block), None)
    if video is None:
        raise Http404
    return HttpResponse(video.written_captions(), content_type="text/vtt; charset=utf-8")

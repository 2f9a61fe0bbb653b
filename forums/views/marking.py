"""Thanks for a post, and bookmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forums import actions, queries, rules
from forums.models import Bookmark, Post
from forums.views.areas import list_tabs, page_number
from forums.views.posts import place_of
from intranet.core.discussion.actions import react as react_to
from intranet.core.discussion.queries import people_reacting, reactions_of
from intranet.core.ui.http import announce, deny, get_visible_or_404, is_partial

if TYPE_CHECKING:
    from intranet.core.ui.http import SignedInRequest


@require_POST
def react(request: SignedInRequest, pk: int) -> HttpResponse:
    """React to a post, or no longer."""
    found = _post_or_404(request, pk)
    if not rules.can_react(request.user, found):
        deny(request, found)
    counts = reactions_of(Post, [found.pk], request.user)[found.pk]
    given = next((count for count in counts if count.kind in request.POST), None)
    if given is None:
        return HttpResponse(status=400)
    wanted = request.POST[given.kind] == "1"
    react_to(found, person=request.user, kind=given.kind, wanted=wanted)
    if not is_partial(request):
        return redirect(place_of(found))
    words = _("%(reaction)s: given") if wanted else _("%(reaction)s: taken back")
    return announce(_marks(request, found), words % {"reaction": given.label})


@require_safe
def reactions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who reacted to a post."""
    found = _post_or_404(request, pk)
    crumbs = [
        (_("Forums"), reverse("forums:index")),
        (str(found.topic.area), found.topic.area.get_absolute_url()),
        (found.topic.title, place_of(found)),
    ]
    return render(request, "forums/reactions_page.html", {"post": found, "crumbs": crumbs, "people": people_reacting(found)})


@require_POST
def bookmark(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bookmark a post, or no longer; ``back`` says that the list of bookmarks is shown again."""
    found = _post_or_404(request, pk)
    wanted = request.POST.get("bookmark") != "0"
    actions.bookmark(found, person=request.user, wanted=wanted)
    if not is_partial(request):
        return redirect("forums:bookmarks" if "back" in request.POST else place_of(found))
    words = _("Bookmarked. Only you can see that.") if wanted else _("No bookmark any more.")
    return announce(_marks(request, found), words)


@require_safe
def bookmarks(request: SignedInRequest) -> HttpResponse:
    """The person's own bookmarks."""
    page = page_number(request)
    found, has_next = queries.bookmarks_of(request.user, page=page)
    if page > 1 and not found:
        raise Http404
    return render(request, "forums/bookmarks.html", {"bookmarks": found, "page": page, "has_next": has_next, "tabs": list_tabs("bookmarks")})


@require_safe
def topics(request: SignedInRequest) -> HttpResponse:
    """Topics of all areas: the latest, or what ``show`` says."""
    show = request.GET.get("show", "latest")
    if show not in queries.LISTS:
        raise Http404
    page = page_number(request)
    found, has_next = queries.listed_topics(request.user, show, page=page)
    if page > 1 and not found:
        raise Http404
    context = {"topics": found, "page": page, "has_next": has_next, "show": show, "label": queries.LISTS[show], "tabs": list_tabs(show)}
    return render(request, "forums/topics.html", context)


def _marks(request: SignedInRequest, post: Post) -> HttpResponse:
    context = {
        "number": post.number,
        "anchor": post.anchor,
        "address": post.get_absolute_url(),
        "can_react": rules.can_react(request.user, post),
        "reactions": reactions_of(Post, [post.pk], request.user)[post.pk],
        "is_bookmarked": Bookmark.objects.filter(post=post, person=request.user).exists(),
    }
    return render(request, "forums/marks.html", context)


def _post_or_404(request: SignedInRequest, pk: int) -> Post:
    posts = Post.objects.for_documents().select_related("author__roost_profile", "seal")
    found: Post = get_visible_or_404(posts, request.user, pk=pk, number__isnull=False)
    return found

"""What is asked while somebody reads or writes: whether there is more, and whether it was said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from forums import queries
from forums.models import page_of
from forums.views.topics import address_of, topic_or_404
from intranet.core.ui.http import announce, is_partial

if TYPE_CHECKING:
    from intranet.core.ui.http import SignedInRequest


@require_safe
def news(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    """Whether posts came after the number that the page ends with: told from a stored number, without reading posts.

    Without a script it leads to the first of them, else to the last post.
    """
    found = topic_or_404(request, area, pk)
    after, said = _number(request, "after"), _number(request, "said")
    count = max(found.last_number - after, 0)
    if is_partial(request) and count == said:
        return HttpResponse(status=204)
    first = queries.first_after(found, after) if count else found.last_number
    address = address_of(found, page=page_of(first), anchor=f"p-{first}")
    if not is_partial(request):
        return redirect(address)
    words = ngettext("%(count)d new post", "%(count)d new posts", count) % {"count": count}
    return announce(render(request, "forums/news.html", {"topic": found, "after": after, "count": count, "words": words, "address": address}), words)


def _number(request: SignedInRequest, name: str) -> int:
    asked = request.GET.get(name, "0")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        raise Http404
    return int(asked)


@require_safe
def similar(request: SignedInRequest) -> HttpResponse:
    """Topics like the title that is being written."""
    found = queries.similar_topics(request.user, request.GET.get("title", ""))
    return render(request, "forums/similar.html", {"topics": found})

"""One topic: read, watched, closed and kept at the top."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forums import actions, conf, queries, rules
from forums.forms import ReplyForm
from forums.models import Post, Topic, page_of
from forums.views.areas import page_number
from intranet.core.kinds import State
from intranet.core.responses.queries import outcomes_of
from intranet.core.responses.rules import can_record
from intranet.core.ui.queries import desk_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from forums.forms import WordsForm
    from intranet.core.ui.http import SignedInRequest
    from intranet.core.ui.queries import Desk


def topic_or_404(request: SignedInRequest, area: str, pk: int) -> Topic:
    """The topic, with how far the person has read. It is known by its key: an address from before it was moved or merged leads to where it is.

    The name of the area is not asked, so that an address tells nothing of areas: it leads to what the person may see, or nowhere. One that waits
    for a moderator is found by who began it, without their name too.
    """
    while True:
        found = queries.topic_for(request.user, pk)
        if found is not None:
            return found
        pk = Topic.objects.filter(pk=pk, merged_into__isnull=False).values_list("merged_into", flat=True).first() or 0
        if not pk:
            raise Http404


def address_of(topic: Topic, *, page: int, anchor: str = "") -> str:
    """The address of a page of the topic."""
    query = f"?page={page}" if page > 1 else ""
    return f"{topic.get_absolute_url()}{query}{'#' if anchor else ''}{anchor}"


@require_safe
def topic(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    found = topic_or_404(request, area, pk)
    if found.pk != pk:
        number = queries.first_merged(found, pk)
        return redirect(address_of(found, page=page_of(number), anchor=f"p-{number}"))
    if (area, slug) != (found.area.slug, found.slug):
        query = request.GET.urlencode()
        return redirect(f"{found.get_absolute_url()}{'?' if query else ''}{query}", permanent=area == found.area.slug)
    page = page_number(request)
    if page > found.last_page:
        raise Http404
    desk = reply_desk(request, found)
    kept = desk.kept if desk else {}
    asked = request.GET.get("quote", "")
    quoting = quoted_post(request, found, number=asked) if asked else quoted_post(request, found, key=kept.get("quotes", ""))
    fresh = {"quotes": quoting.pk, "quoted": queries.offered_quote(quoting)} if asked and quoting else {}
    form = ReplyForm(area=found.area, initial={"token": uuid4(), **kept, **fresh}, quoting=quoting, writer=request.user)
    return show_topic(request, found, page=page, form=form, desk=desk)


def reply_desk(request: SignedInRequest, topic: Topic) -> Desk | None:
    """Where a reply is kept while it is typed; nowhere, where people may write without their name: a draft is a person's."""
    return None if topic.area.allows_unnamed else desk_of(request.user, topic.reply_place)


def show_topic(request: SignedInRequest, topic: Topic, *, page: int, form: WordsForm, desk: Desk | None, status: int = 200) -> HttpResponse:
    """A page of the topic, whose new posts count as seen now: written only where something is new."""
    posts = queries.posts_on(topic, request.user, page)
    seen = queries.seen_number(topic)
    newest = topic.last_number if page == topic.last_page else max((post.number or 0 for post in posts), default=0)
    above, below = queries.place_lines(queries.event_lines(topic, request.user), [post.number for post in posts if post.number], page=page)
    if newest > seen and request.method == "GET":
        actions.mark_read(topic, person=request.user, number=newest)
    context = {
        "topic": topic,
        "area": topic.area,
        "lines": queries.post_lines(posts, request.user, seen=seen, events=below),
        "events": above,
        "accepted": queries.accepted_in(topic, posts),
        "crumbs": crumbs_of(topic),
        "page": Paginator(range(topic.last_number), conf.POSTS_ON_PAGE).get_page(page),
        "form": form,
        "desk": desk,
        "keep": f"topic-{topic.pk}",
        "first_unread": seen + 1 if 0 < seen < topic.last_number and page_of(seen + 1) != page else 0,
        "unread_here": any(post.number and post.number > seen for post in posts) and seen > 0,
        "why_not_reply": rules.why_not_reply(request.user, topic),
        "can_manage": rules.can_manage(request.user, topic.area),
        "level": topic.follow_level,
        "assignment": queries.assignment_of(topic) if topic.has_assignment else None,
        "about": queries.things_of(topic, request.user) if topic.has_links else [],
        "can_attach": rules.can_attach(request.user, topic),
        "is_held": topic.state == State.HELD,
        "outcomes": outcomes_of(topic, request.user) if topic.has_outcomes else [],
        "may_record": topic.state == State.PUBLISHED and can_record(request.user, topic),
    }
    return render(request, "forums/topic.html", context, status=status)


def crumbs_of(topic: Topic) -> list[tuple[str, str]]:
    return [(_("Forums"), reverse("forums:index")), (topic.area.name, topic.area.get_absolute_url())]


def quoted_post(request: SignedInRequest, topic: Topic, *, key: str = "", number: str = "") -> Post | None:
    """The post of the topic that a reply quotes, by its key or its number; None for what cannot be read."""
    lookup = {"pk": key} if key else {"number": number}
    if not all(value.isdecimal() and len(value) < 19 for value in lookup.values()):
        return None
    return Post.objects.visible_to(request.user).filter(topic=topic, state=State.PUBLISHED, **lookup).first()


@require_safe
def first_unread(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    """To the first post that the person has not seen, else to the last."""
    found = topic_or_404(request, area, pk)
    number = queries.first_after(found, queries.seen_number(found))
    return redirect(address_of(found, page=page_of(number), anchor=f"p-{number}"))

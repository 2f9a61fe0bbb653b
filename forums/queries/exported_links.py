"""Where the links in posts lead in an archive: to what is in it, else to the site, by its whole address."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from forums import conf
from forums.models import Post, Topic
from intranet.core.kinds import State
from intranet.core.text import CARD_LINK, lead_elsewhere, own_links, own_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_TOPIC = re.compile(r"[\w-]+/(\d{1,18})-[\w-]+/(?:\?page=(\d{1,6}))?(?:#p-(\d{1,9}))?\Z")
_POST = re.compile(r"-/post/(\d{1,18})/\Z")
_HERE = re.compile(r"#p-(\d{1,9})\Z")


def exported_page_of(number: int) -> int:
    """The page of an exported topic where the post of this number stands."""
    return max((number - 1) // conf.EXPORTED_POSTS + 1, 1)


def name_of_page(topic_id: int, page: int, ending: str = "html") -> str:
    """The file of a page in the folder of topics."""
    return f"{topic_id}-{page}.{ending}" if page > 1 else f"{topic_id}.{ending}"


def link_to_post(topic_id: int, number: int) -> str:
    """From one page of a topic to a post, on whichever page that stands."""
    return f"{name_of_page(topic_id, exported_page_of(number))}#p-{number}"


_Meant = tuple[str, int, int]


def with_links_inside(posts: Sequence[Post], until: datetime) -> dict[int, tuple[str, str]]:
    """Words and HTML of published posts of one area, by their keys. Two statements, and none where nothing leads to a topic or a post."""
    meant = {meaning for post in posts for link in own_links(post.html) if (meaning := _meant(link, post))}
    standing = _standing(posts[0].topic.area_id, meant, until) if meant else {}
    return {post.pk: _led(post, standing) for post in posts}


def _led(post: Post, standing: dict[_Meant, str]) -> tuple[str, str]:
    """An address on a line of its own is left out where it leads out of the archive: whoever reads that may not be let in there, and it often has a title in it."""

    def lead(link: str) -> str:
        meaning = _meant(link, post)
        if meaning in standing:
            return standing[meaning]
        path = f"{post.topic.get_absolute_url()}{link}" if link.startswith("#") else link
        return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"

    alone = {unescape(address) for address in CARD_LINK.findall(post.html)}
    outside = {address for address in alone if _meant(address, post) not in standing}
    html = CARD_LINK.sub(lambda found: "" if unescape(found[1]) in outside else found[0], post.html)
    words = "\n".join(line for line in post.body.splitlines() if own_path(line.strip()) not in outside) if outside else post.body
    return words, lead_elsewhere(html, lead)


def _meant(link: str, post: Post) -> _Meant | None:
    """Which post a link may mean: ``post`` with its key, ``topic`` with its key and a number."""
    if here := _HERE.match(link):
        return ("topic", post.topic_id, int(here[1]))
    path = link.removeprefix(reverse("forums:index"))
    if path == link:
        return None
    if found := _POST.match(path):
        return ("post", int(found[1]), 0)
    if found := _TOPIC.match(path):
        first = (int(found[2] or 1) - 1) * conf.POSTS_ON_PAGE + 1
        return ("topic", int(found[1]), int(found[3] or first))
    return None


def _standing(area_id: int, meant: set[_Meant], until: datetime) -> dict[_Meant, str]:
    """Where in the archive what is meant stands, of it what is in there: a topic whose post is not, by its first page."""
    posts = {key for kind, key, _number in meant if kind == "post"}
    topics, numbers = ({meaning[place] for meaning in meant if meaning[0] == "topic"} for place in (1, 2))
    shown = Post.objects.filter(topic__area=area_id, topic__state=State.PUBLISHED, topic__created__lte=until, published_at__lte=until)
    shown = shown.filter(Q(pk__in=posts) | Q(topic__in=topics, number__in=numbers), number__isnull=False).exclude(state=State.HELD)
    known = Topic.objects.filter(pk__in=topics, area=area_id, state=State.PUBLISHED, created__lte=until)
    found: dict[_Meant, str] = {}
    for pk in known.values_list("pk", flat=True):
        found |= {meaning: name_of_page(pk, 1) for meaning in meant if meaning[:2] == ("topic", pk)}
    for pk, topic_id, number in shown.values_list("pk", "topic_id", "number"):
        address = link_to_post(topic_id, number or 1)
        found |= {meaning: address for meaning in (("post", pk, 0), ("topic", topic_id, number or 1)) if meaning in meant}
    return found

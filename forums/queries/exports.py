"""What an area holds for all who read it, in pages that follow one another: never more of it in memory than a few pages."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, Sum

from forums import conf
from forums.models import AreaExport, Attachment, Post, Topic
from forums.queries.exported_links import exported_page_of, link_to_post, with_links_inside
from forums.queries.files import files_of
from forums.queries.quotes import quote_of
from intranet.core.background import now
from intranet.core.kinds import State
from intranet.core.moderation.queries import rules_broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from forums.models import Area

#: Posts that are read at once.
CHUNK = 200


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file of a post; without a ``path`` where nobody may have it, or its bytes are gone."""

    name: str
    type: str
    alt: str
    width: int
    height: int
    path: str


@dataclass(frozen=True, slots=True)
class ExportedPost:
    """A post as the area's readers have it. Of one that is gone there is only the place, and why."""

    number: int
    state: str
    rule: str = ""
    author: str = ""
    written: datetime | None = None
    edited: datetime | None = None
    lang: str = ""
    words: str = ""
    html: str = ""
    is_official: bool = False
    is_accepted: bool = False
    quotes: int | None = None
    quoted: str = ""
    quotes_url: str = ""
    quotes_author: str = ""
    files: tuple[ExportedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedPage:
    """One page of a topic, with the rows of the files that stand on it."""

    topic: Topic
    number: int
    last: int
    posts: list[ExportedPost]
    attachments: list[Attachment]


def stamp_of(area: Area, until: datetime) -> str:
    """Another one, once posts or files that an export of that moment holds are not to be seen there any more, or have other words. Two statements."""
    posts = Post.objects.filter(topic__area=area, topic__state=State.PUBLISHED, state=State.PUBLISHED, number__isnull=False, published_at__lte=until)
    files = Attachment.objects.filter(post__in=posts, created__lte=until).aggregate(count=Count("pk"), keys=Sum("pk"))
    found = posts.annotate(edits=Count("revisions")).aggregate(
        count=Count("pk"), keys=Sum("pk"), places=Sum(F("pk") * F("number")), edited=Sum("edits")
    )
    return ":".join(str(value or 0) for value in (*found.values(), *files.values()))


def exported_topics(area: Area, until: datetime) -> Iterator[tuple[list[Topic], bool]]:
    """The topics in the order in which they were begun, so many as one page of the index has, and whether there are more: a statement each."""
    shown = Topic.objects.filter(area=area, state=State.PUBLISHED, created__lte=until).order_by("pk")
    last, more = 0, True
    while more:
        topics = list(shown.filter(pk__gt=last)[: conf.EXPORTED_TOPICS + 1])
        more = len(topics) > conf.EXPORTED_TOPICS
        topics = topics[: conf.EXPORTED_TOPICS]
        last = topics[-1].pk if topics else last
        for topic in topics:
            topic.area = area
        yield topics, more


def exported_pages(topics: Sequence[Topic], until: datetime) -> Iterator[ExportedPage]:
    """The pages of these topics, in order. At most six statements for ``CHUNK`` posts, however many topics they stand in."""
    found = groupby(_posts_in(topics, until), key=lambda line: line[0].topic_id)
    key, lines = next(found, (0, iter(())))
    for topic in topics:
        if key == topic.pk:
            yield from _pages_of(topic, lines)
            key, lines = next(found, (0, iter(())))
        else:
            yield from _pages_of(topic, ())


def _pages_of(topic: Topic, lines: Iterable[tuple[Post, ExportedPost, list[Attachment]]]) -> Iterator[ExportedPage]:
    """All of them, those without a post too: an address that follows from a number leads somewhere."""
    last = exported_page_of(topic.last_number)
    page = ExportedPage(topic, 1, last, [], [])
    for _post, line, attachments in lines:
        while page.number < min(exported_page_of(line.number), last):
            yield page
            page = ExportedPage(topic, page.number + 1, last, [], [])
        page.posts.append(line)
        page.attachments.extend(attachments)
    yield page
    for number in range(page.number + 1, last + 1):
        yield ExportedPage(topic, number, last, [], [])


def _posts_in(topics: Sequence[Topic], until: datetime) -> Iterator[tuple[Post, ExportedPost, list[Attachment]]]:
    by_key = {topic.pk: topic for topic in topics}
    standing = (
        Post.objects.filter(topic__in=by_key, topic__state=State.PUBLISHED, number__isnull=False, published_at__lte=until)
        .exclude(state=State.HELD)
        .select_related("quotes")
        .order_by("topic_id", "number")
    )
    topic_id, number = 0, 0
    while chunk := list(standing.filter(Q(topic_id__gt=topic_id) | Q(topic_id=topic_id, number__gt=number))[:CHUNK]):
        for post in chunk:
            post.topic = by_key[post.topic_id]
        yield from _exported(chunk, until)
        topic_id, number = chunk[-1].topic_id, chunk[-1].number or 0


def _exported(posts: list[Post], until: datetime) -> Iterator[tuple[Post, ExportedPost, list[Attachment]]]:
    shown = [post for post in posts if post.state == State.PUBLISHED]
    files, texts = files_of(shown, until=until), with_links_inside(shown, until)
    rules_named = rules_broken([post for post in posts if post.state == State.HIDDEN])
    for post in posts:
        number = post.number or 0
        if post.state != State.PUBLISHED:
            yield post, ExportedPost(number, post.state, rules_named.get(post.pk, "")), []
            continue
        kept = [file for file in files.get(post.pk, ()) if _may_go_along(file)]
        yield post, _exported_post(post, texts[post.pk], files.get(post.pk, ()), kept), kept


def _may_go_along(file: Attachment) -> bool:
    return file.scan == Attachment.Scan.CLEAN and bool(file.file) and file.file.storage.exists(file.file.name or "")


def _exported_post(post: Post, text: tuple[str, str], files: Iterable[Attachment], kept: list[Attachment]) -> ExportedPost:
    words, html = text
    quote = quote_of(post)
    standing = quote if quote is not None and quote.post.state != State.HELD else None
    return ExportedPost(
        number=post.number or 0,
        state=post.state,
        author=post.author_name,
        written=post.published_at,
        edited=post.edited_at,
        lang=post.lang,
        words=words,
        html=html,
        is_official=post.is_official,
        is_accepted=post.topic.solved and post.topic.accepted_id == post.pk,
        quotes=standing.post.number if standing else None,
        quoted=standing.words if standing else "",
        quotes_url=link_to_post(post.topic_id, standing.post.number or 1) if standing else "",
        quotes_author=standing.post.author_name if standing and standing.words else "",
        files=tuple(
            ExportedFile(file.name, file.type, file.alt, file.width, file.height, path_of_file(file) if file in kept else "") for file in files
        ),
    )


def path_of_file(file: Attachment) -> str:
    """Where a file lies in the archive: by its key, with the ending that says how to open it."""
    ending = Path(file.name).suffix.lower()
    return f"files/{file.key.hex}{ending if ending[1:].isalnum() and ending.isascii() else ''}"


def exports_of(area: Area) -> list[AreaExport]:
    """The archive of an area that is there, and the one that is being made or could not be: the latest first."""
    found = list(AreaExport.objects.filter(area=area, expires__gt=now()))
    for export in found:
        export.area = area
    return found


def is_outdated(export: AreaExport) -> bool:
    """Whether something that a finished archive holds was withdrawn, moved or given other words since: nobody gets it then."""
    return export.state == AreaExport.ExportState.READY and export.stamp != stamp_of(export.area, export.asked_at)

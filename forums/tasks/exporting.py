"""An area becomes an archive: pages of HTML that need no site, the same as JSON, and the files."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django_tasks import task

from forums.models import AreaExport
from forums.queries.exported_links import name_of_page
from forums.queries.exports import exported_pages, exported_topics, path_of_file, stamp_of

if TYPE_CHECKING:
    from forums.models import Topic
    from forums.queries.exports import ExportedPage

State = AreaExport.ExportState


@task()
def make_export(export_id: int) -> None:
    """Make the archive, once: what was made or given up already stays so. It holds what was to be read when it was asked for.

    The archive that was there before goes then: of an area there is one.
    """
    export = AreaExport.objects.select_related("area__service").filter(pk=export_id, state=State.WAITING).first()
    if export is None:
        return
    try:
        _make(export)
    except Exception:
        AreaExport.objects.filter(pk=export_id, state=State.WAITING).update(state=State.FAILED)
        raise


def _make(export: AreaExport) -> None:
    stamp = stamp_of(export.area, export.asked_at)
    with TemporaryFile() as place:
        with ZipFile(place, "w", ZIP_DEFLATED) as archive:
            topics, posts = _write(_Pages(archive, export))
        size = place.tell()
        place.seek(0)
        export.file.save("", File(place), save=False)
    made = {"state": State.READY, "stamp": stamp, "file": export.file.name, "size": size, "topics": topics, "posts": posts}
    if AreaExport.objects.filter(pk=export.pk, state=State.WAITING).update(**made):
        AreaExport.objects.filter(area=export.area_id).exclude(pk=export.pk).exclude(state=State.WAITING).delete()
    else:
        export.file.storage.delete(export.file.name or "")


def _write(pages: _Pages) -> tuple[int, int]:
    """All of it, a page at a time; says how many topics and posts that were."""
    export, topics, posts = pages.export, 0, 0
    pages.write_text("style.css", render_to_string("forums/export/style.css"))
    for number, (found, more) in enumerate(exported_topics(export.area, export.asked_at), start=1):
        for page in exported_pages(found, export.asked_at):
            pages.write_topic(page)
            posts += len(page.posts)
        pages.write_index(found, number, more=more)
        topics += len(found)
    return topics, posts


class _Pages:
    """What is written into the archive, each thing as a page and as data."""

    def __init__(self, archive: ZipFile, export: AreaExport) -> None:
        self.archive, self.export = archive, export

    def write_text(self, name: str, words: str) -> None:
        self.archive.writestr(name, words)

    def write_data(self, name: str, data: Any) -> None:
        self.write_text(name, json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))

    def write_index(self, topics: list[Topic], number: int, *, more: bool) -> None:
        context = {
            "export": self.export,
            "area": self.export.area,
            "number": number,
            "before": _index(number - 1),
            "after": _index(number + 1) if more else "",
        }
        lines = [(topic, f"topics/{name_of_page(topic.pk, 1)}") for topic in topics]
        self.write_text(_index(number), render_to_string("forums/export/index.html", {**context, "lines": lines}))
        data = {**_area_data(self.export), "page": number, "next": _index(number + 1, "json") if more else None}
        data["topics"] = [{**_topic_data(topic), "file": f"topics/{name_of_page(topic.pk, 1, 'json')}"} for topic in topics]
        self.write_data(_index(number, "json"), data)

    def write_topic(self, page: ExportedPage) -> None:
        topic, area = page.topic, self.export.area
        before = name_of_page(topic.pk, page.number - 1) if page.number > 1 else ""
        after = name_of_page(topic.pk, page.number + 1) if page.number < page.last else ""
        context = {"topic": topic, "area": area, "page": page, "before": before, "after": after, "top": "../"}
        self.write_text(f"topics/{name_of_page(topic.pk, page.number)}", render_to_string("forums/export/topic.html", context))
        data = {"topic": _topic_data(topic), "page": page.number, "pages": page.last, "posts": [asdict(post) for post in page.posts]}
        self.write_data(f"topics/{name_of_page(topic.pk, page.number, 'json')}", data)
        for file in page.attachments:
            with file.file.open("rb") as content, self.archive.open(path_of_file(file), "w") as kept:
                shutil.copyfileobj(content, kept)


def _index(number: int, ending: str = "html") -> str:
    """The file of a page of the index; of the page before the first there is none."""
    return "" if number < 1 else f"index.{ending}" if number == 1 else f"index-{number}.{ending}"


def _area_data(export: AreaExport) -> dict[str, Any]:
    area = export.area
    service = area.service.name if area.service else ""
    words = {"name": area.name, "kind": area.kind, "state": area.state, "service": service, "description": area.description, "rules": area.rules}
    return {"area": words, "as_of": export.asked_at}


def _topic_data(topic: Topic) -> dict[str, Any]:
    marks = {"sticky": topic.sticky, "locked": topic.locked, "archived": topic.archived, "solved": topic.is_solved}
    return {
        "key": topic.pk,
        "title": topic.title,
        "type": topic.type,
        "tags": topic.tags,
        "author": topic.author_name,
        "begun": topic.created,
        **marks,
    }

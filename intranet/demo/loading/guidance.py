"""Guidance pages and the register of social accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import escape

from intranet.core.background import now
from intranet.core.search.actions import refresh
from intranet.demo.loading.council import Council, Event
from intranet.guidance.actions import found_guidance
from intranet.guidance.models import GuidancePage, SocialAccount

if TYPE_CHECKING:
    from collections.abc import Iterator


def events(council: Council) -> Iterator[Event]:
    """What services wrote down, and where they speak outside."""
    for row in council.read("guidance")["pages"]:
        yield Event(council.moment(row["published_at"]), lambda row=row: _publish(council, row))  # type: ignore[misc]
    yield Event(council.moment("-30d 09:00"), lambda: _register_accounts(council))


def _publish(council: Council, row: dict[str, Any]) -> None:
    page: GuidancePage = found_guidance().add_child(
        instance=GuidancePage(
            title=row["title"],
            slug=row["slug"],
            kind=row["kind"],
            body=[block for item in row["body"] if (block := _block(council, item))],
            guardian=council.people[row["owner"]],
            service=council.services[row["service"]],
            review_on=council.calendar.day(row["review_on"]) if row.get("review_on") else None,
            public=row.get("public", False),
            owner=council.people[row["owner"]],
            must_read=council.readers(row["must_read"]["audience"]) if row.get("must_read") else None,
            must_read_version=row["must_read"]["version"] if row.get("must_read") else 1,
            live=False,
        )
    )
    page.save_revision(user=council.people["admin"]).publish(user=council.people["admin"])
    GuidancePage.objects.filter(pk=page.pk).update(first_published_at=now(), last_published_at=now(), latest_revision_created_at=now())
    page = GuidancePage.objects.get(pk=page.pk)
    refresh(page)
    council.keep(f"guidance:{row['slug']}", page)


def _block(council: Council, item: dict[str, Any]) -> tuple[str, Any] | None:
    match item["type"]:
        case "paragraph":
            return ("paragraph", f"<p>{escape(council.written(item['text']))}</p>")
        case "heading" | "quote":
            return (item["type"], council.written(item["text"]))
        case "list":
            return ("list", [council.written(line) for line in item["items"]])
        case "card":
            thing = council.things.get(item["ref"])
            return ("card", thing.get_absolute_url()) if thing is not None else None  # type: ignore[attr-defined]
    return None


def _register_accounts(council: Council) -> None:
    rows = council.read("social_accounts")["accounts"]
    made: dict[str, SocialAccount] = {}
    for row in rows:
        made[row["slug"]] = SocialAccount.objects.create(
            service=council.services[row["service"]],
            network=row["network"],
            handle=row["handle"],
            slug=row["slug"],
            url=row["url"],
            purpose=row["purpose"][:300],
            owner=council.people.get(row["owner"]),
            deputy=council.people.get(row["deputy"]),
            opened=council.calendar.day(row["opened"]),
            closed_on=council.calendar.day(row["closed_on"]) if row.get("closed_on") else None,
            reviewed_on=council.calendar.day(row["reviewed_on"]),
            status=row["status"],
            promise=row["response_promise"] or "",
            followers=row["followers"],
            public=row["public"],
        )
    for row in rows:
        if row.get("successor"):
            made[row["slug"]].successor = made[row["successor"]]
            made[row["slug"]].save()

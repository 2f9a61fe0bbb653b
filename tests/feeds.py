"""Reading feeds as a feed reader does: without a session, by an address alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, fromstring

from django.test import Client
from icalendar import Calendar

from intranet.core.notifications.actions import make_key

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.notifications.models import FeedKey

ATOM = "{http://www.w3.org/2005/Atom}"


def key_for(person: Any) -> FeedKey:
    return make_key(person, name="Reader")


def address(key: FeedKey, file: str, thing: Any = None) -> str:
    return f"/feeds/{key.token}/{file}" if thing is None else f"/feeds/{key.token}/{thing.pk}/{file}"


def read(key: FeedKey, file: str, thing: Any = None, **headers: str) -> HttpResponse:
    return Client().get(address(key, file, thing), headers=headers)


def parsed(response: HttpResponse) -> Element:
    """The feed as XML; a document type, behind which entities could hide, is none of ours."""
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert b"<!DOCTYPE" not in response.content
    root = fromstring(response.content)  # noqa: S314 -- without a document type there are no entities
    assert root.tag == f"{ATOM}feed"
    for part in (root, *root.iter(f"{ATOM}entry")):
        assert all(part.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    return root


def entries(response: HttpResponse) -> list[dict[str, str]]:
    """What each entry says, in order."""
    return [
        {
            "title": entry.findtext(f"{ATOM}title", ""),
            "url": entry.find(f"{ATOM}link").get("href", ""),
            "summary": entry.findtext(f"{ATOM}summary", ""),
            "author": entry.findtext(f"{ATOM}author/{ATOM}name", ""),
            "id": entry.findtext(f"{ATOM}id", ""),
            "updated": entry.findtext(f"{ATOM}updated", ""),
        }
        for entry in parsed(response).iter(f"{ATOM}entry")
    ]


def titles(response: HttpResponse) -> list[str]:
    return [entry["title"] for entry in entries(response)]


def events(response: HttpResponse) -> list[Any]:
    """The events of a calendar, each whole."""
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    found = Calendar.from_ical(response.content).walk("VEVENT")
    assert all({"UID", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "SUMMARY"} <= set(event) for event in found)
    return found

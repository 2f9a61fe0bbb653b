"""Looking at the whole site as one person sees it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from tests.house.routes import access_rules, all_routes, rule_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.visibility.world import Specimen

#: Not looked at: the admin goes by Wagtail's permissions; signing out ends the crawl.
LEFT_OUT = ("/admin/", "/accounts/logout/", "/static/", "/media/", "/-/", "/api/docs/")
#: How many queries of one view are followed: filters and pages multiply without end.
QUERIES_EACH = 6
_PARAMETER = re.compile(r"<(?:[^>:]+:)?([^>]+)>")


class _Ways(HTMLParser):
    """Links and forms with GET of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._form: tuple[str, dict[str, str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [given[name] for name in ("href", "src", "hx-get") if given.get(name)]
        if tag == "form" and given.get("method", "get").lower() == "get":
            self._form = (given.get("action", ""), {})
        if self._form and tag == "input" and given.get("name"):
            self._form[1][given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form:
            self.found.append(f"{self._form[0]}?{urlencode(self._form[1])}")
            self._form = None


class Crawler:
    """Everything that one persona was shown: ``seen_in(word)`` names the addresses that held a word."""

    def __init__(self, person: Any | None) -> None:
        self.client = Client(raise_request_exception=True)
        if person is not None:
            self.client.force_login(person)
        self.shown: dict[str, str] = {}
        self._queries: Counter[str] = Counter()

    def crawl(self, starts: Iterable[str]) -> None:
        """Breadth first, each address once."""
        waiting = [*starts]
        for address in waiting:
            if self._is_worth_it(address):
                waiting.extend(way for way in self.look_at(address) if way not in self.shown)

    def _is_worth_it(self, address: str) -> bool:
        parts = urlsplit(address)
        if not parts.query:
            return True
        try:
            view = resolve(parts.path).view_name
        except Resolver404:
            return False
        self._queries[view] += 1
        return self._queries[view] <= QUERIES_EACH

    def look_at(self, address: str) -> list[str]:
        """Fetch an address, keep what was shown, and say where it leads."""
        parts = urlsplit(address)
        if address in self.shown or parts.netloc not in {"", "testserver"} or parts.path.startswith(LEFT_OUT) or not parts.path.startswith("/"):
            return []
        response = self.client.get(address)
        assert response.status_code < 500, address
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = unescape(unquote(body.decode("utf-8", "replace"))) + unquote("\n".join(f"{name}: {value}" for name, value in response.items()))
        for echo in (address, unquote(address), quote(address)):
            text = text.replace(echo, "")
        self.shown[address] = text
        ways = _Ways()
        if "html" in response.get("Content-Type", ""):
            ways.feed(body.decode("utf-8", "replace"))
        if "Location" in response:
            ways.found.append(response["Location"])
        return [urljoin(address, way).split("#")[0].removeprefix("http://testserver") for way in ways.found]

    def seen_in(self, word: str, among: Iterable[str] | None = None) -> list[str]:
        return [address for address in (self.shown if among is None else among) if word in self.shown.get(address, "")]

    def main_of(self, address: str) -> str:
        """What a page shows in its main part: beside it stands what the person follows, whatever the page is about."""
        return self.shown.get(address, "").partition("<main")[2].partition("</main>")[0]


def addresses_without_parameters() -> list[str]:
    """Every address of the site that can be spelt out, but those that only change things."""
    rules = access_rules()
    return ["/", "/sitemap.xml", "/robots.txt", "/humans.txt", "/opensearch.xml"] + [
        route.pattern
        for route in all_routes()
        if not _PARAMETER.search(route.pattern) and "(" not in route.pattern and not (rule_of(route, rules) or {}).get("post")
    ]


def addresses_of(specimen: Specimen) -> Iterator[str]:
    """The specimen's own addresses, and every route of the same app whose parameters its keys can fill."""
    yield from specimen.urls
    spaces = {resolve(urlsplit(url).path).namespace for url in specimen.urls} - {""}
    for pattern, names, space in _routes_with_parameters():
        if space in spaces and names <= set(specimen.args):
            yield _PARAMETER.sub(lambda found: str(specimen.args[found.group(1)]), pattern)


@cache
def _routes_with_parameters() -> list[tuple[str, frozenset[str], str]]:
    routes = [route for route in all_routes() if "(" not in route.pattern and not route.pattern.startswith(LEFT_OUT)]
    found = [(route.pattern, frozenset(_PARAMETER.findall(route.pattern)), route.name.rpartition(":")[0]) for route in routes]
    return [(pattern, names, space) for pattern, names, space in found if names]

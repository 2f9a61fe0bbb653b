"""Who may see each Wagtail page: one row a page, derived from the restrictions of the page and those above it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import swapper
from django.db import transaction
from django.db.models import Q
from wagtail.models import PageViewRestriction

from intranet.core.organisation.actions.audiences import all_staff, intern_audience
from intranet.core.organisation.models import STAFF, Audience, PageAudience
from intranet.core.organisation.signals import page_audiences_changed

if TYPE_CHECKING:
    from collections.abc import Iterator

Page = swapper.load_model("wagtailcore", "Page")

_STEP = Page.steplen
_BATCH = 10_000
#: One set of tokens; an empty one is a door that nobody opens (a password, a group restriction without groups).
Clause = frozenset[str]


@dataclass
class _Privacy:
    """All restrictions and aliases of the site, by the path of their page."""

    restrictions: dict[str, set[Clause]] = field(default_factory=lambda: defaultdict(set))
    sources: dict[str, str] = field(default_factory=dict)

    def clauses_at(self, path: str) -> frozenset[Clause]:
        """What must be met at ``path``: all that stands on it and above, and for an alias at its source too."""
        found: set[Clause] = set()
        seen: set[str] = set()
        waiting = [path]
        while waiting:
            for place in _upwards(waiting.pop()):
                if place not in seen:
                    seen.add(place)
                    found |= self.restrictions.get(place, set())
                    if place in self.sources:
                        waiting.append(self.sources[place])
        return frozenset(found)

    def mark_of(self, path: str) -> str:
        """The nearest page at or above ``path`` that narrows; what has the same mark has the same audience."""
        return next((place for place in _upwards(path) if place in self.restrictions or place in self.sources), "")

    def places_with_aliases(self, path: str) -> list[str]:
        """The subtree at ``path`` and the subtrees of all aliases of what lies in it, without overlap."""
        places, waiting = {path}, [path]
        while waiting:
            source = waiting.pop()
            for alias, of in self.sources.items():
                if of.startswith(source) and not any(alias.startswith(place) for place in places):
                    places.add(alias)
                    waiting.append(alias)
        return sorted(places)


def _upwards(path: str) -> Iterator[str]:
    return (path[:end] for end in range(len(path), 0, -_STEP))


def _read_privacy() -> _Privacy:
    privacy = _Privacy()
    paths: dict[int, str] = {}
    groups: dict[int, set[str]] = defaultdict(set)
    login: set[int] = set()
    rows = PageViewRestriction.objects.order_by().values_list("pk", "page__path", "restriction_type", "groups__pk")
    for pk, path, kind, group in rows:
        paths[pk] = path
        if kind == PageViewRestriction.LOGIN:
            login.add(pk)
        elif kind == PageViewRestriction.GROUPS and group is not None:
            groups[pk].add(f"group:{group}")
    for pk, path in paths.items():
        privacy.restrictions[path].add(frozenset({STAFF}) if pk in login else frozenset(groups[pk]))
    privacy.sources = dict(Page.objects.filter(alias_of__isnull=False).order_by().values_list("path", "alias_of__path"))
    return privacy


@transaction.atomic
def sync_page_audiences(path: str) -> list[int]:
    """Give every page at and below ``path`` ("" for the whole site), and every alias of one, its audience.

    Sends ``page_audiences_changed`` for the pages whose audience is another than before, and returns them.
    Whoever changes pages or privacy at the same time waits here, so that neither misses the other. The number
    of statements does not depend on the number of pages, but for one update in ten thousand of them.
    """
    Audience.objects.select_for_update(no_key=True).get(pk=all_staff().pk)
    privacy = _read_privacy()
    scope = Q()
    for place in privacy.places_with_aliases(path):
        scope |= Q(path__startswith=place)
    audiences: dict[str, int | None] = {}
    changes: dict[int | None, list[int]] = defaultdict(list)
    missing: list[PageAudience] = []
    for pk, page_path, before in Page.objects.filter(scope).order_by().values_list("pk", "path", "roost_audience__audience_id"):
        mark = privacy.mark_of(page_path)
        if mark not in audiences:
            audiences[mark] = _audience_of(privacy.clauses_at(mark))
        after = audiences[mark]
        if before is None and after is not None:
            missing.append(PageAudience(page_id=pk, audience_id=after))
        elif before != after:
            changes[after].append(pk)
    _write(changes, missing)
    page_ids = [row.page_id for row in missing] + [pk for pks in changes.values() for pk in pks]
    if page_ids:
        page_audiences_changed.send(sender=PageAudience, page_ids=page_ids)
    return page_ids


def _audience_of(clauses: frozenset[Clause]) -> int | None:
    if not all(clauses):
        return None
    return intern_audience(clauses or [[STAFF]]).pk


def _write(changes: dict[int | None, list[int]], missing: list[PageAudience]) -> None:
    PageAudience.objects.bulk_create(missing)
    for audience_id, page_ids in changes.items():
        for start in range(0, len(page_ids), _BATCH):
            rows = PageAudience.objects.filter(page_id__in=page_ids[start : start + _BATCH])
            if audience_id is None:
                rows.delete()
            else:
                rows.update(audience_id=audience_id)

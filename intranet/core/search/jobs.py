"""What comes with time in search."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Min

from intranet.core.background.health import Measure, NotWell, Probe, seconds_since
from intranet.core.background.jobs import Job
from intranet.core.search import conf
from intranet.core.search.engines import EngineUnavailable, is_resting, outside_engine, rest
from intranet.core.search.models import OutboxEntry

if TYPE_CHECKING:
    from collections.abc import Iterator


class DrainOutbox(Job):
    """Delivers to Elasticsearch what was left when it did not answer, and builds its index where there is none."""

    name = "search-outbox"
    every = timedelta(minutes=1)

    def run(self) -> None:
        if conf.engine_url():
            from intranet.core.search.engines.delivery import bring_up_to_date  # noqa: PLC0415 -- optional app

            bring_up_to_date()


class SearchProbe(Probe):
    """The outside engine, where there is one. Without it the database answers, so the site stays in service."""

    name = "search"
    optional = True

    def look(self) -> None:
        engine = outside_engine()
        if engine is None:
            return
        if is_resting():
            raise NotWell("left alone after it did not answer")
        try:
            is_ready = engine.is_ready()
        except EngineUnavailable as error:
            rest(error)
            raise NotWell("does not answer") from error
        if not is_ready:
            raise NotWell("has no index: run rebuild_index")


class OutboxLag(Measure):
    """How far Elasticsearch is behind."""

    name = "roost_search_outbox_oldest_seconds"
    help = "How long the oldest change has waited to be delivered to the search engine."

    def values(self) -> Iterator[tuple[dict[str, str], float]]:
        yield {}, seconds_since(OutboxEntry.objects.aggregate(oldest=Min("created"))["oldest"])


class OutboxSize(Measure):
    """How much Elasticsearch has still to hear."""

    name = "roost_search_outbox_entries"
    help = "Changes that wait to be delivered to the search engine."

    def values(self) -> Iterator[tuple[dict[str, str], float]]:
        yield {}, OutboxEntry.objects.count()

"""What search does later."""

from __future__ import annotations

from django_tasks import task

from intranet.core.search import conf


@task()
def drain_outbox() -> None:
    """Give the outside engine what changed; what it does not take stays in the outbox."""
    if conf.engine_url():
        from intranet.core.search.engines.delivery import drain  # noqa: PLC0415 -- optional app

        drain()

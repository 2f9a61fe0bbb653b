"""The main job in a real browser: on PostgreSQL, Redis and Elasticsearch, and on the embedded default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys import main_job
from tests.journeys.conftest import People

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.elasticsearch
def test_main_job_on_real_servers(browser: Browser, services: Any) -> None:
    people = People(browser, services)

    try:
        main_job.run(people)
    finally:
        people.close()


def test_main_job_on_the_embedded_default(browser: Browser, embedded: Any) -> None:
    people = People(browser, embedded)

    try:
        main_job.run(people)
    finally:
        people.close()

"""Redis may be lost at any time, and nobody sees an error (F-04)."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.test import Client

from intranet.core.background import cache as forgiving
from intranet.core.background import counted
from intranet.core.background.rates import is_too_often


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def no_redis(settings: Any, monkeypatch: pytest.MonkeyPatch) -> forgiving.ForgivingRedisCache:
    monkeypatch.setattr(forgiving, "_resting_until", {})
    location = f"redis://127.0.0.1:{closed_port()}/0"
    settings.CACHES = {"default": {"BACKEND": "intranet.core.background.cache.ForgivingRedisCache", "LOCATION": location}}
    return caches["default"]


def test_without_redis_reads_miss_and_writes_are_dropped(no_redis: Any) -> None:
    no_redis.set("a", 1)
    no_redis.set_many({"b": 2})

    assert no_redis.get("a", "missing") == "missing"
    assert no_redis.get_many(["a", "b"]) == {}
    assert (no_redis.delete("a"), no_redis.has_key("a"), no_redis.touch("a"), no_redis.clear()) == (False, False, False, False)


def test_without_redis_counters_count_in_the_process(no_redis: Any) -> None:
    assert no_redis.add("tries", 1)
    assert not no_redis.add("tries", 1)
    assert no_redis.incr("tries") == 2


def test_without_redis_a_line_is_logged_once_in_a_while(no_redis: Any, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(20):
        no_redis.get("a")

    assert [record.message for record in caplog.records] == ["the cache does not answer (ConnectionError); going on without it"]


@pytest.mark.django_db
def test_without_redis_people_stay_signed_in(no_redis: Any, settings: Any) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("root"))

    assert client.get("/-/ready/").json()["parts"]["cache"] == "does not keep what it is given"
    assert client.get("/accounts/login/").status_code == 302


@pytest.mark.redis
def test_with_redis_it_is_a_cache_like_others(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgiving, "_resting_until", {})
    cache = caches["default"]

    cache.set("a", {"b": [1]}, 5)

    assert cache.get("a") == {"b": [1]}
    assert cache.add("a", 2) is False
    cache.delete("a")
    assert cache.get("a") is None


def test_remembered_numbers_of_many_people_push_no_rate_limit_out(settings: Any) -> None:
    """Without Redis both lie in the memory of the process."""
    settings.ROOST_COUNT_SECONDS = 10
    assert not is_too_often("writing", most=1, seconds=100_000)
    for person in range(2_000):
        counted.keep(f"bell:{person}", 1, stamp=frozenset({1, 2}))
    assert is_too_often("writing", most=1, seconds=100_000)

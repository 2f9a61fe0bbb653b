"""Redis as a cache that may be lost at any time without anybody seeing an error."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)
REST_SECONDS = 5.0
#: Per server, the moment until which it is left alone after a failure; shared by all threads of the process.
_resting_until: dict[str, float] = {}


class ForgivingRedisCache(RedisCache):
    """Redis; while it does not answer, every read is a miss, every write is dropped, and a line is logged.

    Counters (``add``, ``incr``) are kept in the process meanwhile, so that a rate limit becomes one per process, not none.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_connect_timeout", 0.5)
        options.setdefault("socket_timeout", 0.5)
        options.setdefault("retry", Retry(NoBackoff(), 0))
        super().__init__(server, params)
        self._server = server
        self._counters = LocMemCache(f"counters-{server}", {})

    def _try(self, call: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
        if time.monotonic() < _resting_until.get(self._server, 0):
            return otherwise()
        try:
            return call()
        except (RedisError, OSError) as error:
            _resting_until[self._server] = time.monotonic() + REST_SECONDS
            logger.warning("the cache does not answer (%s); going on without it", type(error).__name__)
            return otherwise()

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        return self._try(
            lambda: super(ForgivingRedisCache, self).add(key, value, *args, **kwargs), lambda: self._counters.add(key, value, *args, **kwargs)
        )

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).incr(key, delta, version), lambda: self._counters.incr(key, delta, version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).get(key, default, version), lambda: default)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._try(lambda: super(ForgivingRedisCache, self).set(*args, **kwargs), lambda: None)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).touch(*args, **kwargs), lambda: False)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).delete(*args, **kwargs), lambda: False)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).has_key(*args, **kwargs), lambda: False)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).get_many(*args, **kwargs), dict)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).set_many(data, *args, **kwargs), lambda: list(data))

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._try(lambda: super(ForgivingRedisCache, self).delete_many(*args, **kwargs), lambda: None)

    def clear(self) -> Any:
        return self._try(super().clear, lambda: False)

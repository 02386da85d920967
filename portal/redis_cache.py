"""Django's cache in Redis, of which the site can do without: a server that is down costs speed, not pages."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.redis import RedisCache

from portal.public_cache.redis_server import asked


class PatientRedisCache(RedisCache):
    """Remembers nothing while Redis does not answer, as Django's dummy cache does.

    Sessions are read from the database then.  Limits on failed sign-ins do
    not count meanwhile: better than nobody getting in.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Store what is not there yet."""
        return asked(lambda _server: super(PatientRedisCache, self).add(*args, **kwargs), otherwise=True)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return what is there."""
        return asked(lambda _server: super(PatientRedisCache, self).get(key, default, version), default)

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Store."""
        asked(lambda _server: super(PatientRedisCache, self).set(*args, **kwargs), None)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        """Keep longer."""
        return asked(lambda _server: super(PatientRedisCache, self).touch(*args, **kwargs), otherwise=False)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """Forget."""
        return asked(lambda _server: super(PatientRedisCache, self).delete(*args, **kwargs), otherwise=False)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        """Return what is there of many."""
        return asked(lambda _server: super(PatientRedisCache, self).get_many(*args, **kwargs), {})

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        """Whether it is there."""
        return asked(lambda _server: super(PatientRedisCache, self).has_key(*args, **kwargs), otherwise=False)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Store many."""
        return asked(lambda _server: super(PatientRedisCache, self).set_many(*args, **kwargs), [])

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        """Forget many."""
        asked(lambda _server: super(PatientRedisCache, self).delete_many(*args, **kwargs), None)

    def clear(self) -> None:
        """Forget everything."""
        asked(lambda _server: super(PatientRedisCache, self).clear(), None)

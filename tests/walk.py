"""Walking every address the portal answers at, those a later Wagtail adds included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

SAMPLES: dict[str, Any] = {
    "IntConverter": 1,
    "UUIDConverter": UUID(int=1),
    "SlugConverter": "x",
    "StringConverter": "x",
    "PathConverter": "x",
}


def addresses(prefix: str = "/") -> list[str]:
    """One address for every pattern below a prefix, arguments filled with samples."""
    found = {address for address, _pattern in _walk(get_resolver(), "/")}
    return sorted(address for address in found if address.startswith(prefix))


def _walk(resolver: URLResolver, before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        for part in _filled(pattern):
            if isinstance(pattern, URLResolver):
                yield from _walk(pattern, before + part)
            else:
                yield before + part, pattern


def _filled(pattern: URLPattern | URLResolver) -> Iterator[str]:
    converters = pattern.pattern.converters
    expression = pattern.pattern.regex.pattern.removeprefix("^").removesuffix(r"\Z").removesuffix("$")
    for text, names in normalize(expression):
        values = {name: SAMPLES[type(converters[name]).__name__] if name in converters else "1" for name in names}
        yield text % values

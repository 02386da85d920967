"""Every public address there is: those of the URL conf, whoever added them, and one page of each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

_INSIDE = re.compile(r"(?:admin|accounts|_util)/|healthz")
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
# What stands for a parameter by its kind: something plausible, and things nobody means.
PLAUSIBLE = {"int": "1", "str": "X029", "slug": "x029", "path": "x/y", "uuid": "0" * 32}
GARBAGE = {
    "int": ["0", "9" * 18, "9" * 40],
    "str": ["%00", "%ff", "-1", "x" * 3000, "%F0%9F%98%80", "'%3Bdrop"],
    "slug": ["0", "x" * 3000],
    "path": ["%00", "%ff", "x/" * 500, "'%3Bdrop"],
    "uuid": ["f" * 32],
}


def routes() -> list[str]:
    """Routes of the public side as they are written in the URL conf; Wagtail's one for all pages is none of them."""
    return sorted({route for route in _routes(get_resolver().url_patterns, "") if not _INSIDE.match(route)})


def plausible(route: str) -> str:
    """A route with parameters one might see."""
    return "/" + _PARAMETER.sub(lambda found: PLAUSIBLE.get(found[1] or "str", "1"), route)


def garbage(route: str) -> list[str]:
    """A route with each kind of nonsense in all of its parameters."""
    if not _PARAMETER.search(route):
        return []
    most = max(len(GARBAGE.get(kind or "str", ["1"])) for kind, _name in _PARAMETER.findall(route))
    return [_with_nonsense(route, number) for number in range(most)]


def _with_nonsense(route: str, number: int) -> str:
    def nonsense(found: re.Match[str]) -> str:
        values = GARBAGE.get(found[1] or "str", ["1"])
        return values[number % len(values)]

    return f"/{_PARAMETER.sub(nonsense, route)}"


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        if not isinstance(pattern.pattern, RoutePattern):
            continue
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route

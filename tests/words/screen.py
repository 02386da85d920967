"""What a screen says: its text, the attributes people see or hear, and the labels handed to its scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

SPOKEN = {"title", "aria-label", "aria-description", "aria-valuetext", "placeholder", "alt", "label", "summary"}
BUTTONS = {"submit", "button", "reset"}
SILENT = {"script", "style"}
# What Wagtail's scripts read their labels from.
LABELS = {"label", "title", "text", "help_text", "helpText", "placeholder", "description", "message", "error_message"}
MARKUP = "<"
ADDRESS = re.compile(r'"(/admin/[^"\\]*)"')


class Screen(HTMLParser):
    """Collects the texts (`said`), the `links` and the `hidden` fields of one page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.links: list[str] = []
        self.hidden: dict[str, str] = {}
        self._silent = ""
        self._json = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what the attributes say and where they lead."""
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if name in SPOKEN or (tag == "input" and name == "value" and given.get("type") in BUTTONS):
                self.said.append(value)
            elif name.startswith("data-") and value[:1] in {"{", "["}:
                self._unpack(value)
            if name in {"href", "data-chooser-url", "data-url", "hx-get", "data-w-sync-url"}:
                self.links.append(value)
        if given.get("type") == "hidden":
            self.hidden[given.get("name", "")] = given.get("value", "")
        if tag in SILENT:
            self._silent = tag
            self._json = given.get("type") == "application/json"

    def handle_endtag(self, tag: str) -> None:
        """Listen again after a script."""
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        """Take what is written."""
        if not self._silent:
            self.said.append(data)
        elif self._json:
            self._unpack(data)

    def _unpack(self, source: str) -> None:
        """Take what a script is given: labels to show, and where a menu leads."""
        self.said += labels_in(source)
        self.links += ADDRESS.findall(source)


def labels_in(source: str) -> list[str]:
    """The labels in what a script is given as JSON."""
    try:
        return list(_labels(json.loads(source)))
    except ValueError:
        return []


def _labels(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _labels(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _labels(inner, key)
    elif isinstance(value, str) and MARKUP in value and " " in value:
        yield from Screen(value).said
    elif isinstance(value, str) and key in LABELS:
        yield value

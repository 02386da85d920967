"""Somebody who goes through the admin, one door after the other, and listens."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from honors.models import REGISTER_PROGRAMME
from tests.words.lexicon import betraying
from tests.words.screen import Screen, labels_in

HOME = "/admin/"
# Written into rows by the administrator or by us; not for reading.
CODES = {REGISTER_PROGRAMME}
INSIDE = ("/admin/", "/accounts/")
# Two of a kind show what one leaves out: an empty form and a filled one, the first page and the last.
OF_A_KIND = 2
# Screens whose form does nothing when it is empty.
FORM = re.compile(r"/(add|new|edit|account|change)/(\d+/)?$")
# Takes files alone, from a script.
UPLOAD = "/multiple/add/"
# A script of the editor counts the blocks of a body, even where there are none.
NOTHING = {"body-count": "0"}
CLOSED = ("logout", "download", "export", "jsi18n", "evidence", ".pdf")


class Walker:
    """Follows every link within the admin; `heard` maps an English text to the first address that says it."""

    def __init__(self, user: Any) -> None:
        self.client = Client(raise_request_exception=True)
        self.client.force_login(user)
        self.heard: dict[str, str] = {}
        self.seen: Counter[tuple[str, ...]] = Counter()
        self.visited: list[str] = []

    def walk(self, *starts: str) -> None:
        """Visit what can be reached from these addresses."""
        waiting = [HOME, *starts]
        for address in waiting:
            kind = self._kind(address)
            if kind is None or (self.seen[kind] >= OF_A_KIND and address not in starts):
                continue
            self.seen[kind] += 1
            waiting += self._visit(address)

    def send_empty_forms(self) -> None:
        """Send every form one has come to without a word in it, and hear the complaints."""
        for address in list(self.visited):
            path = urlsplit(address).path
            if FORM.search(path) and not path.endswith(UPLOAD):
                hidden = Screen(self.client.get(address, follow=True).content.decode()).hidden
                self._listen(f"POST {address}", self.client.post(address, NOTHING | hidden, follow=True))

    def _kind(self, address: str) -> tuple[str, ...] | None:
        """The screen and what is asked of it; None where nobody goes, or has been already."""
        parts = urlsplit(address)
        if not parts.path.startswith(INSIDE) or address in self.visited:
            return None
        try:
            match = resolve(parts.path)
        except Resolver404:
            return (parts.path,)
        if any(word in address for word in CLOSED):
            return None
        asked = sorted(part.split("=")[0] for part in parts.query.split("&"))
        models = [str(value) for name, value in match.kwargs.items() if name in {"app_label", "model_name", "action"}]
        return (match.view_name, *models, *asked)

    def _visit(self, address: str) -> list[str]:
        self.visited.append(address)
        return self._listen(address, self.client.get(address, follow=True))

    def _listen(self, address: str, response: Any) -> list[str]:
        """Note what is English; return where the page leads to."""
        assert response.status_code < 500, address
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(("text/html", "application/json")):
            # A file nobody reads here; `close` would end the test's own connection as well.
            for close in response._resource_closers:
                close()
            return []
        text = response.content.decode()
        if kind.startswith("application/json"):
            said, links = labels_in(text), []
            if isinstance(response.json(), dict):
                screen = Screen(response.json().get("html") or "")
                said, links = said + screen.said, screen.links
        else:
            screen = Screen(text)
            said, links = screen.said, screen.links
        for one in said:
            if betraying(one) and one.strip() not in CODES:
                self.heard.setdefault(" ".join(one.split()), address)
        return [urljoin(address, link.split("#")[0]) for link in links if link and not link.startswith("#")]

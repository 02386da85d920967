"""A page that is kept, against a static file of the same bytes that WhiteNoise serves, through the same middleware.

Both are asked for as a browser does, compressed and with all the headers the
server adds.  Nothing else is faster inside Django; what a server in front
could do faster still is its own matter.
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client, override_settings

from bench.figures import Figure
from bench.measuring import Run, cpu_medians, repeatable
from honors.addresses import profile_address, register_address
from honors.models import HonoreePage
from portal.public_cache.middleware import clear
from portal.settings import MIDDLEWARE

ROUNDS = 25
# One request is too short for the clock.
REQUESTS = 50
MOST_RATIO = 1.2
BROWSER = {"accept-encoding": "gzip, deflate"}
MEMORY = 32 * 1024 * 1024


def measure() -> list[Figure]:
    """Time kept pages in turn with a static file that holds the bytes of the profile."""
    profile = profile_address(HonoreePage.objects.live().order_by("pk")[0].slug)
    folder = Path(tempfile.mkdtemp(dir=settings.VAR_DIR))
    try:
        with override_settings(MIDDLEWARE=MIDDLEWARE, STATIC_ROOT=folder, PUBLIC_CACHE_BYTES=MEMORY):
            return _against_a_file(profile, folder)
    finally:
        clear()
        shutil.rmtree(folder)


def _against_a_file(profile: str, folder: Path) -> list[Figure]:
    page = Client().get(profile).content
    (folder / "page.html").write_bytes(page)
    (folder / "page.html.gz").write_bytes(gzip.compress(page, 6))
    # A client of its own: WhiteNoise looks for its files when the middleware is loaded.
    client = Client()
    client.handler.load_middleware()
    tag = client.get(profile, headers=BROWSER)["ETag"]
    file = "static file of the same bytes (WhiteNoise)"
    runs: dict[str, Run] = {
        "profile, kept": _asking(client, profile),
        "home, kept": _asking(client, "/"),
        "register, kept": _asking(client, register_address()),
        "profile, 304": _asking(client, profile, status=304, **{"if-none-match": tag}),
        file: _asking(client, f"{settings.STATIC_URL}page.html"),
    }
    # Queries are not counted: the generation is read when half a second is over, whoever asks then.
    medians = cpu_medians(runs, rounds=ROUNDS)
    return [
        Figure(
            what=what,
            cpu_ms=medians[what] / REQUESTS,
            ratio=medians[what] / medians[file],
            most_ratio=MOST_RATIO if what != file else None,
        )
        for what in runs
    ]


def _asking(client: Client, url: str, *, status: int = 200, **headers: str) -> Run:
    """Many requests as one step."""

    def step() -> None:
        for _request in range(REQUESTS):
            response: Any = client.get(url, headers={**BROWSER, **headers})
            if response.status_code != status:
                raise AssertionError(f"{url} answered {response.status_code}.")
            if response.streaming:
                b"".join(response.streaming_content)
            response.close()

    return repeatable(step)

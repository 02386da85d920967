"""Requests through the whole stack, ours and plain Wagtail's, in one process."""

from __future__ import annotations

from typing import Any

from django.test import Client, override_settings

from bench.measuring import Run, Step, repeatable
from bench.stock.content import ARTICLES, SLUG

PLAIN = f"plain Wagtail: an article of {ARTICLES}"
# What `wagtail start` writes, without the redirects: they act on a missing page only.
PLAIN_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def portal_client(user: Any = None) -> Client:
    """Return a client of the portal, signed in as somebody or as nobody."""
    client = Client()
    client.handler.load_middleware()
    if user is not None:
        client.force_login(user)
    return client


def plain_client() -> Client:
    """Return a client that passes plain Wagtail's middleware."""
    client = Client()
    with override_settings(MIDDLEWARE=PLAIN_MIDDLEWARE):
        client.handler.load_middleware()
    return client


def plain_run() -> Run:
    """The yardstick: one article in the middle of a thousand."""
    return repeatable(answering(plain_client(), f"/{SLUG}/article-{ARTICLES // 2}/"))


def answering(client: Client, url: str) -> Step:
    """Return the request as a step; it has to succeed."""

    def step() -> None:
        response = client.get(url)
        if response.status_code != 200:
            raise AssertionError(f"{url} answered {response.status_code}.")

    return step

"""What a card is kept under, and where it is found."""

from __future__ import annotations

from django.urls import reverse

SITE = "site"


def card_name(page_id: int) -> str:
    """Return what the card of a page is kept under: one card for a page, whatever it says."""
    return f"page-{page_id}"


def site_card_address() -> str:
    """Return the address of the card for pages that have none of their own."""
    return reverse("site_card")


def profile_card_address(slug: str) -> str:
    """Return the address of a profile's card."""
    return reverse("profile_card", args=[slug])


def bulletin_card_address(slug: str) -> str:
    """Return the address of a bulletin's card."""
    return reverse("bulletin_card", args=[slug])

"""Keys of a screen's own."""

from __future__ import annotations

from typing import Any


def wants_keys(user: Any) -> bool:
    """Whether single keys act: a person can switch shortcuts off in Wagtail's account settings."""
    profile = getattr(user, "wagtail_userprofile", None)
    return bool(getattr(profile, "keyboard_shortcuts", True))

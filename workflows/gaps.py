"""What stands between a person and an act: one thing, in words, with the field it is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """Something missing: the form field it is about (empty for none), and what to do in words."""

    field: str
    message: str

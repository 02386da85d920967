"""What bases open, and who is guarded as a child: the rules of Law 91/2025/QH15, article 24, in one place."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from honors.models.bases import PublicationBasis

if TYPE_CHECKING:
    from collections.abc import Iterable

FULL_AGE = 18
_Kind, _Ground = PublicationBasis.Kind, PublicationBasis.Ground


def counts_as_minor(*, is_minor: bool, birth_year: int | None, on: datetime.date) -> bool:
    """Whether a nominee is guarded as a child on a day: said so, or young enough by the year. Errs to guarding."""
    return is_minor or (birth_year is not None and birth_year >= on.year - FULL_AGE)


def opened_kinds(bases: Iterable[tuple[str, str]]) -> set[str]:
    """Return what the valid bases of one entry (kind, ground) open.

    A guardian's basis opens something only beside the child's own: both must
    be consent, no source and no law stands in for either.
    """
    grounds = dict(bases)
    opened = set(grounds)
    if not grounds.get(_Kind.PUBLISH) == grounds.get(_Kind.GUARDIAN) == _Ground.CONSENT:
        opened.discard(_Kind.GUARDIAN)
    return opened


def both_consents(entries: Iterable[Iterable[tuple[str, str]]]) -> bool:
    """Whether every shown entry of a child carries both consents; with nothing shown it does not."""
    shown = [opened for opened in map(opened_kinds, entries) if _Kind.PUBLISH in opened]
    return bool(shown) and all(_Kind.GUARDIAN in opened for opened in shown)

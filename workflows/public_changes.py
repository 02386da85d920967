"""What the public reads of the review: the guideline."""

from __future__ import annotations

from honors.public_changes import watch
from workflows.models import Guideline


def connect() -> None:
    """Listen to versions of the guideline; their parts change only together with a draft, which nobody reads."""
    watch(Guideline)

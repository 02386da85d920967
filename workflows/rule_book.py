"""The rules of one version of the guideline, kept while nothing changes them.

Every step of every case asks for them.  A version that ever held cannot change
any more: its rules are kept for good.  Those of a draft are kept for a
generation, and writing one begins a new one (`workflows.models.rule_rows`), so
that nobody reads an old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from honors.generation import remembered
from workflows.models import Criterion, Guideline, Quota, RequiredDocument, RouteStep


@dataclass(frozen=True, slots=True)
class RuleBook:
    """What a version asks, in its order; shared by all readers, so nobody changes a row of it."""

    criteria: tuple[Criterion, ...]
    documents: tuple[RequiredDocument, ...]
    steps: tuple[RouteStep, ...]
    quotas: tuple[Quota, ...]


_standing: dict[int, RuleBook] = {}


def rule_book(guideline_id: int) -> RuleBook:
    """Return the rules of a version. Five queries the first time, of a draft in a generation, then none."""
    kept = _standing.get(guideline_id)
    if kept is not None:
        return kept
    book, is_draft = remembered(("rule book", guideline_id), partial(_read, guideline_id))
    if not is_draft:
        _standing[guideline_id] = book
    return book


def forget_rules(**_signal: Any) -> None:
    """Forget what is kept for good: somebody wrote a rule after all, or a test begins."""
    _standing.clear()


def _read(guideline_id: int) -> tuple[RuleBook, bool]:
    is_draft = Guideline.objects.filter(pk=guideline_id, state=Guideline.State.DRAFT).exists()
    return _rules(guideline_id), is_draft


def _rules(guideline_id: int) -> RuleBook:
    return RuleBook(
        criteria=tuple(Criterion.objects.filter(guideline=guideline_id).order_by("position")),
        documents=tuple(RequiredDocument.objects.filter(guideline=guideline_id).order_by("position")),
        steps=tuple(RouteStep.objects.filter(guideline=guideline_id).order_by("level")),
        quotas=tuple(Quota.objects.filter(guideline=guideline_id).order_by("level", "kind")),
    )

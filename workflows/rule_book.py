"""The rules of one version of the guideline, kept while nothing changes them.

Every step of every case asks for them, and a version that ever held cannot
change any more.  Parts of a draft can: writing one begins a new generation
(`workflows.models.RuleQuerySet`), so that nobody reads an old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from honors.generation import remembered
from workflows.models import Criterion, Quota, RequiredDocument, RouteStep


@dataclass(frozen=True, slots=True)
class RuleBook:
    """What a version asks, in its order; shared by all readers, so nobody changes a row of it."""

    criteria: tuple[Criterion, ...]
    documents: tuple[RequiredDocument, ...]
    steps: tuple[RouteStep, ...]
    quotas: tuple[Quota, ...]


def rule_book(guideline_id: int) -> RuleBook:
    """Return the rules of a version. Four queries the first time in a generation, then none."""
    return remembered(("rule book", guideline_id), partial(_read, guideline_id))


def _read(guideline_id: int) -> RuleBook:
    return RuleBook(
        criteria=tuple(Criterion.objects.filter(guideline=guideline_id).order_by("position")),
        documents=tuple(RequiredDocument.objects.filter(guideline=guideline_id).order_by("position")),
        steps=tuple(RouteStep.objects.filter(guideline=guideline_id).order_by("level")),
        quotas=tuple(Quota.objects.filter(guideline=guideline_id).order_by("level", "kind")),
    )

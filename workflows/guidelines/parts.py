"""The parts of a guideline as plain values: read, checked, compared and written as a whole.

A part's rows have no identity of their own: a draft's rows are replaced with
every save, and a successor gets copies.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from honors.levels import Level
from workflows.gaps import Gap
from workflows.models import ConflictRule, Criterion, Quota, RequiredDocument, RouteStep

if TYPE_CHECKING:
    from workflows.models import Guideline

# The rows of each part, in order.
Parts = dict[str, list[dict[str, Any]]]

FACTS = ("number", "title", "valid_from", "summary", "cooldown_months", "cooldown_same_category")
MODELS: dict[str, Any] = {
    "criteria": Criterion,
    "documents": RequiredDocument,
    "steps": RouteStep,
    "quotas": Quota,
    "conflict_rules": ConflictRule,
}
FIELDS: dict[str, tuple[str, ...]] = {
    "criteria": ("text", "kind", "category_id", "required", "allows_not_applicable"),
    "documents": ("name", "kind", "category_id", "required", "level"),
    "steps": (
        "level", "optional", "left_out", "working_days", "consult_days", "min_ratio", "ratio_exclusive", "ratio_base",
        "max_returns", "quorum", "asks_meeting",
    ),
    "quotas": ("level", "kind", "maximum"),
    "conflict_rules": ("text", "bars"),
}  # fmt: skip
# What tells a part's rows apart: two that agree in it say the same thing twice.
KEYS: dict[str, tuple[str, ...]] = {
    "criteria": ("text", "kind", "category_id"),
    "documents": ("name", "kind", "category_id", "level"),
    "steps": ("level",),
    "quotas": ("level", "kind"),
    "conflict_rules": ("text",),
}
# Parts whose order people choose.
ORDERED = frozenset({"criteria", "documents", "conflict_rules"})


def facts_of(guideline: Guideline) -> dict[str, Any]:
    """What a version says about itself. No query."""
    return {name: getattr(guideline, name) for name in FACTS}


def parts_of(guideline: Guideline) -> Parts:
    """Read all parts of a version. Five queries."""
    return {part: list(getattr(guideline, part).values(*FIELDS[part])) for part in MODELS}


def write_parts(guideline: Guideline, parts: Parts) -> None:
    """Put these rows in place of those a draft has; the caller holds its lock. Ten queries at most.

    Raises ValidationError for a row the model refuses.
    """
    for part, model in MODELS.items():
        rows = [model(guideline=guideline, **row, **_place(part, number)) for number, row in enumerate(parts[part], 1)]
        for row in rows:
            row.full_clean(exclude={"guideline", "category"}, validate_unique=False)
        getattr(guideline, part).all().delete()
        model.objects.bulk_create(rows)


def _place(part: str, number: int) -> dict[str, int]:
    return {"position": number} if part in ORDERED else {}


def fingerprint(guideline: Guideline, parts: Parts) -> str:
    """Return a short sign of everything a version says: a form knows by it whether somebody saved in between."""
    said = {"facts": facts_of(guideline), "file": guideline.file.name or "", "parts": parts}
    text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def part_gaps(parts: Parts) -> Iterator[Gap]:
    """What a guideline cannot do without, and what it says twice; each under the name of its part. No query."""
    if not parts["criteria"]:
        yield Gap("criteria", _("A guideline needs at least one criterion."))
    yield from _step_gaps(parts["steps"])
    messages = {
        "criteria": _("This criterion stands here twice for the same kind and category: “%(words)s”."),
        "documents": _("This document stands here twice for the same kind, category and step: “%(words)s”."),
        "steps": _("There are two steps for one level: %(words)s."),
        "quotas": _("There are two quotas for the same level and kind: %(words)s."),
        "conflict_rules": _("This tie stands here twice: “%(words)s”."),
    }
    for part, message in messages.items():
        said = Counter(tuple(_folded(row[name]) for name in KEYS[part]) for row in parts[part])
        for key, times in said.items():
            if times > 1:
                yield Gap(part, message % {"words": _words(part, key)})


def _step_gaps(steps: list[dict[str, Any]]) -> Iterator[Gap]:
    province = next((row for row in steps if row["level"] == Level.PROVINCE), None)
    if not steps:
        yield Gap("steps", _("A guideline needs a route: add a step for every level a nomination passes."))
    elif province is None:
        yield Gap("steps", _("The route needs a step of the province: it decides last."))
    elif province["optional"] or province["left_out"]:
        yield Gap("steps", _("The province's step can be neither optional nor left out: it decides last."))


def _folded(value: Any) -> Any:
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


def _words(part: str, key: tuple[Any, ...]) -> str:
    return str(Level(key[0]).label) if KEYS[part][0] == "level" else str(key[0])

"""What a browser posts for the form of a guideline, and small versions to post."""

from __future__ import annotations

import datetime
from typing import Any

from django.forms import BaseForm

from honors.levels import Level
from workflows.guidelines.forms import GuidelineForm, first_parts
from workflows.guidelines.parts import FIELDS, Parts, fingerprint, parts_of
from workflows.models import Guideline, RouteStep

TODAY = datetime.date(2026, 3, 2)


def form_data(draft: Guideline | None = None, **changes: Any) -> dict[str, Any]:
    """Everything the form of a draft posts as it stands (a new one without), with some fields changed.

    A change to None leaves the field out, as a box that is not ticked.
    """
    version = draft or Guideline(number="58-HD/BTGTU", title="Bản mới (mẫu)", valid_from=TODAY)
    parts = parts_of(version) if draft else first_parts()
    form = GuidelineForm(draft=version, parts=parts)
    data: dict[str, Any] = {"seen": fingerprint(version, parts) if draft else ""}
    data |= _fields(form.facts)
    for rows in form.parts.values():
        data |= _fields(rows.management_form)
        for row in rows.forms:
            data |= _fields(row)
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


def _fields(form: BaseForm) -> dict[str, Any]:
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value is not None and value is not False
    }


def blank_row(draft: Guideline | None, part: str, **values: Any) -> dict[str, Any]:
    """The first blank row of a part, filled in."""
    index = len(parts_of(draft)[part]) if draft else len(first_parts()[part])
    return {f"{part}-{index}-{name}": value for name, value in values.items()}


def whole_parts(*texts: str) -> Parts:
    """The parts of a small version: some criteria, and a route without the commune."""
    usual = RouteStep()
    step = {name: getattr(usual, name) for name in FIELDS["steps"]}
    criterion = {"kind": "", "category_id": None, "required": True, "allows_not_applicable": False}
    return {
        "criteria": [{"text": text, **criterion} for text in texts or ("Việc làm có thật",)],
        "documents": [],
        "steps": [{**step, "level": level.value} for level in (Level.CELL, Level.DISTRICT, Level.PROVINCE)],
        "quotas": [],
        "conflict_rules": [],
    }


def facts(number: str = "58-HD/BTGTU", **fields: Any) -> dict[str, Any]:
    """What a small version says about itself."""
    return {
        "number": number,
        "title": "Bản mới (mẫu)",
        "valid_from": datetime.date(2020, 6, 1),
        "summary": "",
        "cooldown_months": 0,
        "cooldown_same_category": True,
        **fields,
    }

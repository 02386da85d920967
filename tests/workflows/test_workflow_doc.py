"""docs/workflow.md says what the table in the code says."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from workflows.rules import TRANSITIONS
from workflows.states import State
from workflows.workflow_page import workflow_page

PAGE = settings.BASE_DIR / "docs" / "workflow.md"


def test_workflow_page__is_rendered_from_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == workflow_page(), "Run `manage.py render_workflow`."


def test_workflow_page__has_a_row_for_every_act_and_every_state_in_english_whatever_is_spoken() -> None:
    with translation.override("vi"):
        page = workflow_page()
    with translation.override("en"):
        acts = [str(row.action.label) for row in TRANSITIONS]
    table, states = (part.split("\n## ")[0] for part in page.split("\n## ")[1:3])
    assert [line.split("**")[1] for line in table.splitlines() if "**" in line] == acts
    assert all(f"\n| {state.value.replace('_', ' ')} |" in states for state in State)


def test_render_workflow__writes_the_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    (tmp_path / "docs").mkdir()
    call_command("render_workflow")
    assert (tmp_path / "docs" / "workflow.md").read_text(encoding="utf-8") == workflow_page()

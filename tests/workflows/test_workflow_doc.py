"""docs/workflow.md says what the table in the code says."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from pytest_django.fixtures import SettingsWrapper

from workflows.rules import TRANSITIONS
from workflows.states import State
from workflows.workflow_page import workflow_page

PAGE = settings.BASE_DIR / "docs" / "workflow.md"


def test_workflow_page__is_rendered_from_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == workflow_page(), "Run `manage.py render_workflow`."


def test_workflow_page__names_every_state_and_act_in_english_whatever_is_spoken() -> None:
    with translation.override("vi"):
        page = workflow_page()
    table = page.split("## The table")[1].split("## ")[0]
    assert [line for line in table.splitlines() if "**" in line] == [
        line for line in table.splitlines() if any(f"**{row.action.value}**" in line for row in TRANSITIONS)
    ]
    assert table.count("**") == 2 * len(TRANSITIONS)
    states = page.split("## What can be done")[1].split("## ")[0]
    assert all(f"\n| {state.value.replace('_', ' ')} |" in states for state in State)


def test_render_workflow__writes_the_page(settings: SettingsWrapper, tmp_path: object) -> None:
    settings.BASE_DIR = tmp_path
    (settings.BASE_DIR / "docs").mkdir()
    call_command("render_workflow", verbosity=0)
    assert (settings.BASE_DIR / "docs" / "workflow.md").read_text(encoding="utf-8") == workflow_page()

"""`manage.py import_register`: a trial leaves nothing, a confirmed run enters once."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from honors.models import RegisterEntry, RegisterImport
from tests.cast import Cast
from tests.factories import make_category
from tests.register_import.books import HEADINGS, good, make_decision, workbook

pytestmark = pytest.mark.django_db

WHO: dict[str, Any] = {"decision": "983-QĐ/TU", "bringer": "tinh-bt", "unit": "X029"}


def run(tmp_path: Path, rows: list[Any], **options: Any) -> str:
    make_category()
    make_decision()
    path = tmp_path / "so.xlsx"
    path.write_bytes(workbook(rows).getvalue())
    said = io.StringIO()
    call_command("import_register", path, stdout=said, **{**WHO, **options})
    return said.getvalue()


def test_trial__prints_the_problems_and_leaves_nothing(tmp_path: Path, cast: Cast) -> None:
    with pytest.raises(CommandError):
        run(tmp_path, [HEADINGS, good(1), good(2, day="31/02/2019")])
    said = run(tmp_path, [HEADINGS, good(1), good(3)])
    assert "Sổ:3" in said
    assert not RegisterImport.objects.exists() and not RegisterEntry.objects.exists()


def test_commit__enters_once_with_two_people(tmp_path: Path, cast: Cast) -> None:
    rows = [HEADINGS, good(1), good(2)]
    for others in ({}, {"confirmed_by": "tinh-bt"}, {"confirmed_by": "chi-bo"}, {"confirmed_by": "nobody"}):
        with pytest.raises(CommandError):
            run(tmp_path, rows, commit=True, **others)
    assert not RegisterEntry.objects.exists() and not RegisterImport.objects.exists()
    run(tmp_path, rows, commit=True, confirmed_by="tinh")
    assert RegisterEntry.objects.count() == 2
    run(tmp_path, rows, commit=True, confirmed_by="tinh")
    assert (RegisterEntry.objects.count(), RegisterImport.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    "wrong", [{"bringer": "chi-bo"}, {"bringer": "tinh"}, {"unit": "X000"}, {"decision": "1-QĐ/X"}]
)
def test_wrong_option__is_named(wrong: dict[str, str], tmp_path: Path, cast: Cast) -> None:
    with pytest.raises(CommandError):
        run(tmp_path, [HEADINGS, good(1)], **wrong)
    assert not RegisterImport.objects.exists()

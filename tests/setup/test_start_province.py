"""The real start fills an empty database once, whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from honors.models import CommendationForm, MeritCategory, ProgrammeEnrolment, Unit
from honors.permissions import user_is_administrator
from portal.demo.facts import DATA
from workflows.models import Guideline

pytestmark = pytest.mark.django_db
PASSWORD = "suoi-trong-duoi-nui-cao"


def _start(
    monkeypatch: pytest.MonkeyPatch, *, password: str = PASSWORD, file: Path | None = None, **options: Any
) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    said = io.StringIO()
    names = {"username": "nguyen-quan-tri", "full_name": "Nguyễn Quản Trị", "password_stdin": True}
    call_command("start_province", str(file or DATA / "units.csv"), stdout=said, **{**names, **options})
    return said.getvalue()


def _is_empty() -> bool:
    models: list[Any] = [Unit, MeritCategory, CommendationForm, Guideline, get_user_model()]
    return not any(model.objects.exists() for model in models)


def test_start__makes_units_catalogues_guideline_and_an_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    said = _start(monkeypatch)
    assert "190" in said
    assert Unit.objects.count() == 190
    assert ProgrammeEnrolment.objects.keeping_register().count() == 40
    assert MeritCategory.objects.count() == 15
    assert CommendationForm.objects.count() == 21
    guideline = Guideline.objects.in_force().get()
    assert guideline.criteria.exists()
    assert guideline.steps.count() == 4
    assert "(mẫu)" not in str(guideline)
    administrator = get_user_model().objects.get()
    assert administrator.check_password(PASSWORD)
    assert user_is_administrator(administrator)
    assert not administrator.is_superuser


def test_start__a_second_time_is_refused_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _start(monkeypatch)
    with pytest.raises(CommandError):
        _start(monkeypatch, username="another")
    assert get_user_model().objects.count() == 1


@pytest.mark.parametrize("password", ["ngan", "1234567890123", "nguyen-quan-tri"])
def test_start__a_weak_password_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    with pytest.raises(CommandError):
        _start(monkeypatch, password=password)
    assert _is_empty()


def test_start__a_wrong_user_name_is_told_with_its_field(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="username"):
        _start(monkeypatch, username="hai chữ")
    assert _is_empty()


def test_start__a_wrong_file_is_told_with_its_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines = (DATA / "units.csv").read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace(",P01,", ",P99,")
    file = tmp_path / "units.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(CommandError, match="3"):
        _start(monkeypatch, file=file)
    assert _is_empty()


def test_start__asks_for_the_option_where_nobody_can_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="--username"):
        _start(monkeypatch, username=None)

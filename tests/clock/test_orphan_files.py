"""The sweep deletes old private files that no row names, and nothing else."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from honors.storage import private_storage
from tests.cast import Cast
from tests.factories import make_nomination
from workflows.orphan_files import sweep_orphans

pytestmark = pytest.mark.django_db
ORPHANS = ("evidence/7/abc.pdf", "letters/abc.pdf", "lists/abc.xlsx", "decisions/2026/abc.pdf")


@pytest.fixture
def orphans() -> list[str]:
    """A file without a row in every folder of ours, and one in another's."""
    storage = private_storage()
    return [storage.save(name, ContentFile(b"%PDF-")) for name in (*ORPHANS, "others/abc.pdf")]


def test_old_files_without_a_row__are_deleted_and_files_with_one_stay(
    cast: Cast, orphans: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Other tests leave folders behind: all of them have their turn here.
    monkeypatch.setattr("workflows.orphan_files.MOST_FOLDERS", 100_000)
    storage = private_storage()
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    tomorrow = timezone.now() + datetime.timedelta(days=1, minutes=1)
    assert sweep_orphans(tomorrow) >= 4
    assert [storage.exists(name) for name in orphans] == [False, False, False, False, True]
    assert all(storage.exists(str(row.file.name)) for row in nomination.evidence.all())
    assert sweep_orphans(tomorrow) == 0


def test_young_files__stay_for_their_row_may_still_come(orphans: list[str]) -> None:
    sweep_orphans()
    assert all(private_storage().exists(name) for name in orphans)

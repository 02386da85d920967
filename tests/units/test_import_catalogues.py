"""Import of merit categories and forms of commendation."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from honors.imports import ImportRefusedError, import_commendation_forms, import_merit_categories
from honors.models import CommendationForm, MeritCategory

CATEGORY_HEADER = "code,name_vi,public_label_vi,name_en,applies_to,family,sensitive,source,article_phrase,note"
LAND = "hien-dat,Hiến đất,Hiến đất,,individual;household,k-dat,0,,,"
POOR = "vuot-ngheo,Thoát nghèo,Gương tự lực vươn lên,,household,k-la,1,,,"
FORM_HEADER = "code,name_vi,name_en,family,issuer_level,issuer_vi,applies_to,rank,source,note"
LETTER = "thu-khen,Thư khen,,praise,agency,Người đứng đầu,individual,3,,"


@pytest.fixture(autouse=True)
def english(db: None) -> Any:
    """Reasons are read in the source language here."""
    with translation.override("en"):
        yield


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_categories__keep_the_order_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "c.csv", CATEGORY_HEADER, POOR, LAND)

    assert import_merit_categories(path=path).created == 2

    poor, land = MeritCategory.objects.all()
    assert (poor.code, poor.sensitive, poor.public_label) == ("vuot-ngheo", True, "Gương tự lực vươn lên")
    assert (land.applies_to("individual"), land.applies_to("collective")) == (True, False)


def test_categories__follow_a_changed_file_and_say_nothing_new_otherwise(tmp_path: Path) -> None:
    path = written(tmp_path / "c.csv", CATEGORY_HEADER, LAND)
    import_merit_categories(path=path)
    assert not import_merit_categories(path=path).has_news

    written(path, CATEGORY_HEADER, LAND.replace("Hiến đất,Hiến đất", "Hiến đất,Hiến đất làm đường"))

    assert import_merit_categories(path=path).updated == 1
    assert MeritCategory.objects.get().public_label == "Hiến đất làm đường"


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (LAND.replace("k-dat", "brown"), "column family"),
        (LAND.replace("individual;household", "individual;family"), "column applies_to: Unknown kind “family”"),
        (LAND.replace("individual;household", ""), "column applies_to: Nobody"),
        (LAND.replace("hien-dat", "hiến đất", 1), "column code"),
        (LAND.replace(",0,", ",maybe,"), "column sensitive"),
        (POOR, "column code: This code is there already"),
    ],
)
def test_categories__refuse_a_wrong_row(tmp_path: Path, row: str, place: str) -> None:
    path = written(tmp_path / "c.csv", CATEGORY_HEADER, POOR, row)

    with pytest.raises(ImportRefusedError, match=f"c.csv, line 3, {place}"):
        import_merit_categories(path=path)
    assert not MeritCategory.objects.exists()


def test_forms__are_taken_over(tmp_path: Path) -> None:
    path = written(tmp_path / "f.csv", FORM_HEADER, LETTER)

    assert import_commendation_forms(path=path).created == 1
    assert not import_commendation_forms(path=path).has_news
    assert CommendationForm.objects.get().rank == 3


@pytest.mark.parametrize("rank", ["", "first", "-1", "²", "99999999"])
def test_forms__refuse_a_wrong_rank(tmp_path: Path, rank: str) -> None:
    path = written(tmp_path / "f.csv", FORM_HEADER, LETTER.replace(",3,", f",{rank},"))

    with pytest.raises(ImportRefusedError, match=r"f.csv, line 2, column rank"):
        import_commendation_forms(path=path)
    assert not CommendationForm.objects.exists()


def test_command__takes_both_files_or_none(tmp_path: Path) -> None:
    categories = written(tmp_path / "c.csv", CATEGORY_HEADER, LAND)
    forms = written(tmp_path / "f.csv", FORM_HEADER, LETTER.replace(",3,", ",x,"))

    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_catalogues", categories=categories, forms=forms)
    assert not MeritCategory.objects.exists()

    written(forms, FORM_HEADER, LETTER)
    out = io.StringIO()
    call_command("import_catalogues", categories=categories, forms=forms, stdout=out)
    assert "c.csv: 1 new" in out.getvalue()
    assert "f.csv: 1 new" in out.getvalue()


def test_command__asks_for_a_file() -> None:
    with pytest.raises(CommandError, match="at least one file"):
        call_command("import_catalogues")

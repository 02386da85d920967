"""Recording a ceremony through the screen: in one go, told of its day but never refused for it, nothing lost."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry

from honors.models import Ceremony, CeremonyPhoto
from tests.cast import Cast
from tests.ceremonies.factories import ADD, LIST, MONDAY, TUESDAY, address, make_ceremony, posted, salute
from tests.media.photos import assert_clean, photo
from tests.workflows.web import signed_in

pytestmark = pytest.mark.django_db
NOT_THE_DAY = "không phải thứ Hai đầu tháng"


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(cast: Cast) -> Client:
    """The cell's editor, whose cell salutes the flag."""
    salute(cast.units.cell)
    return signed_in(cast.chi_bo)


def a_photo(name: str = "anh.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo("jpg") if content is None else content)


def test_record__writes_facts_and_recorder_and_photo_at_once(cast: Cast, editor: Client) -> None:
    answer = editor.post(ADD, posted(cast.units.cell, photo=a_photo(), caption="Toàn cảnh", credit="Chi đoàn (mẫu)"))
    assert answer.status_code == 302
    ceremony = Ceremony.objects.get()
    assert (ceremony.held_on, ceremony.attended, ceremony.expected) == (MONDAY, 41, 45)
    assert ceremony.recorded_by == cast.chi_bo
    assert ceremony.recorded_at
    assert list(ceremony.units.all()) == [cast.units.cell]
    shown = ceremony.photos.get()
    assert (shown.caption, shown.image.credit) == ("Toàn cảnh", "Chi đoàn (mẫu)")
    assert_clean(Path(shown.image.file.path).read_bytes())
    assert ModelLogEntry.objects.get(action="ghidanh.ceremony_recorded").user == cast.chi_bo


def test_record__on_another_day_saves_and_says_so(cast: Cast, editor: Client) -> None:
    answer = editor.post(ADD, posted(cast.units.cell, held_on=TUESDAY.isoformat()), follow=True)
    assert Ceremony.objects.get().held_on == TUESDAY
    assert f"07/07/2020 {NOT_THE_DAY} (06/07/2020)" in answer.content.decode()


def test_record__on_the_first_monday_warns_of_nothing(cast: Cast, editor: Client) -> None:
    answer = editor.post(ADD, posted(cast.units.cell), follow=True)
    assert NOT_THE_DAY not in answer.content.decode()


@pytest.mark.parametrize(
    ("fault", "field", "words"),
    [
        ({"held_on": "2020-13-45"}, "held_on", "Nhập một ngày hợp lệ."),
        ({"held_on": "2999-01-07"}, "held_on", "Ngày này chưa đến"),
        ({"held_on": "2019-12-02"}, "units", "Ngày này bạn không được ghi"),
        ({"units": []}, "units", "Bắt buộc điền."),
        ({"attended": "50", "expected": "45"}, "attended", "nhiều hơn"),
        ({"attended": "-1"}, "attended", "lớn hơn hoặc bằng với 0"),
        ({"photo": SimpleUploadedFile("anh.jpg", b"khong phai anh")}, "photo", "hình ảnh"),
        ({"photo": SimpleUploadedFile("anh.jpg", photo("jpg")[:200])}, "photo", "hình ảnh"),
    ],
)
def test_record__with_a_fault_names_the_field_and_keeps_what_was_typed(
    cast: Cast, editor: Client, fault: dict[str, Any], field: str, words: str
) -> None:
    answer = editor.post(ADD, posted(cast.units.cell, topics="Giữ nguyên lời đã gõ", **fault))
    assert answer.status_code == 422
    assert words in answer.context["form"].errors[field][0]
    assert "Giữ nguyên lời đã gõ" in answer.content.decode()
    assert not Ceremony.objects.exists()
    assert not get_image_model().objects.exists()


def test_record__sent_twice_by_a_weak_signal_is_recorded_once(cast: Cast, editor: Client) -> None:
    assert editor.post(ADD, posted(cast.units.cell)).status_code == 302
    answer = editor.post(ADD, posted(cast.units.cell))
    assert answer.status_code == 422
    assert "đã được ghi" in answer.context["form"].errors["held_on"][0]
    assert Ceremony.objects.count() == 1


def test_form__presets_the_day_the_unit_and_the_last_place(cast: Cast, editor: Client) -> None:
    make_ceremony(cast.units.cell, held_on=datetime.date(2020, 6, 1), place="Sân trường (mẫu)", expected=45)
    with time_machine.travel("2020-07-20 09:00+07:00", tick=False):
        page = editor.get(ADD)
    form = page.context["form"]
    assert form.initial == {
        "held_on": MONDAY, "place": "Sân trường (mẫu)", "expected": 45, "units": [cast.units.cell.pk],
    }  # fmt: skip
    [own] = page.context["own"]
    assert (own.unit, own.is_ticked) == (cast.units.cell, True)


def test_form__offers_units_of_the_own_district_found_without_tone_marks(cast: Cast, editor: Client) -> None:
    others = editor.get(ADD).context["others"]
    assert {row.unit for row in others} == {cast.units.cho_don, cast.units.quang_bach}
    assert any("quang bach" in row.folded for row in others)


def test_amend__corrects_adds_a_photo_and_takes_one_out(cast: Cast, editor: Client) -> None:
    editor.post(ADD, posted(cast.units.cell, photo=a_photo()))
    ceremony = Ceremony.objects.get()
    old = ceremony.photos.get()
    data = posted(cast.units.cell, attended="40", drop=[old.pk], photo=a_photo("moi.jpg"), caption="Mới")
    assert editor.post(address(ceremony), data).status_code == 302
    ceremony.refresh_from_db()
    assert ceremony.attended == 40
    assert [shown.caption for shown in ceremony.photos.all()] == ["Mới"]
    assert not get_image_model().objects.filter(pk=old.image_id).exists()
    assert ModelLogEntry.objects.filter(action="ghidanh.ceremony_amended").count() == 1


def test_amend__takes_out_photos_of_this_ceremony_alone(cast: Cast, editor: Client) -> None:
    editor.post(ADD, posted(cast.units.cell, photo=a_photo()))
    other = make_ceremony(cast.units.cell, held_on=TUESDAY)
    foreign = CeremonyPhoto.objects.get()
    data = posted(cast.units.cell, held_on=TUESDAY.isoformat(), drop=[foreign.pk, "1e9", "9" * 30])
    assert editor.post(address(other), data).status_code == 302
    assert CeremonyPhoto.objects.get() == foreign


def test_list__counts_years_and_marks_other_days(cast: Cast, editor: Client) -> None:
    make_ceremony(cast.units.cell, held_on=TUESDAY)
    make_ceremony(cast.units.cell, cast.units.quang_bach)
    make_ceremony(cast.units.cell, held_on=datetime.date(2021, 1, 4))
    page = editor.get(LIST, {"year": "2020"})
    assert page.context["counts"] == {2021: 1, 2020: 2}
    assert [row.is_off_day for row in page.context["rows"]] == [True, False]
    assert len(editor.get(LIST, {"year": "khong"}).context["rows"]) == 3

"""The wizard over HTTP: from the upload to the book and back, and nothing for people outside the province."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from honors.models import Decision, ImportState, Register, RegisterEntry, RegisterImport
from tests.cast import Cast
from tests.factories import make_category, make_entry, make_nomination
from tests.register_import.books import HEADINGS, checked, csv_file, good, kept, make_decision, workbook
from workflows.register_imports.carrying_on import KEPT_FOR, carry_on, carry_on_unfinished, forget_old_imports
from workflows.register_imports.first_years import first_years

pytestmark = pytest.mark.django_db

ADD = reverse("register_imports:add")
TYPED = {"number": "983-QĐ/TU", "signed_on": "2020-03-02", "issuer": "Tỉnh ủy Bắc Kạn"}


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(found: RegisterImport, name: str = "import") -> str:
    return reverse(f"register_imports:{name}", args=[found.pk])


def upload(client: Client, rows: Any, **other: Any) -> Any:
    file = workbook(rows)
    file.name = "sổ 2019.xlsx"
    return client.post(ADD, {**TYPED, "file": file, **other})


def act(client: Client, found: RegisterImport, name: str, **values: Any) -> Any:
    return client.post(address(found), {"act": name, **values})


def test_register__goes_from_the_upload_to_the_book_and_back(cast: Cast) -> None:
    make_category()
    editor, second = client_of(cast.tinh_bt), client_of(cast.tinh)
    assert editor.get(reverse("register_imports:list")).status_code == 200
    answer = upload(editor, [HEADINGS, good(1), good(2)], unit=cast.units.cell.pk)
    found = RegisterImport.objects.get()
    assert answer.url == address(found)
    assert (found.state, found.decision, found.uploaded_by) == ("uploaded", Decision.objects.get(), cast.tinh_bt)
    page = editor.get(address(found)).content.decode()
    assert 'name="column-ho va ten"' in page
    fields = editor.get(address(found)).context["columns"].columns
    values = {field.html_name: field.initial for field in fields}
    act(editor, found, "check", sheets=["Sổ"], **values)
    found.refresh_from_db()
    assert (found.state, found.new_count) == (ImportState.CHECKED, 2)
    assert not Register.objects.exists()
    act(editor, found, "ask")
    act(editor, found, "confirm")
    assert not RegisterEntry.objects.exists()
    assert 'value="confirm"' in second.get(address(found)).content.decode()
    act(second, found, "confirm")
    found.refresh_from_db()
    assert (found.state, found.confirmed_by, RegisterEntry.objects.count()) == (ImportState.DONE, cast.tinh, 2)
    assert second.get(address(found)).status_code == 200
    again = upload(editor, [HEADINGS, good(1), good(2), good(3)])
    assert again.status_code == 302
    act(editor, found, "undo", reason="Nhầm.")
    found.refresh_from_db()
    assert found.state == ImportState.DONE
    act(second, found, "undo", reason="Nhầm.")
    found.refresh_from_db()
    assert (found.state, found.undone_by) == (ImportState.UNDONE, cast.tinh)
    assert "Nhầm." in second.get(address(found)).content.decode()


def test_problems__are_shown_and_stand_in_the_annotated_file(cast: Cast) -> None:
    rows = [["Sổ năm 2019"], HEADINGS, good(1), good(2, day="31/02/2019", name="=cmd()")]
    found = checked(cast, workbook({"Sổ": rows, "Quý II": [HEADINGS, good(3, category="Hiến đất mở đường")]}))
    editor = client_of(cast.tinh_bt)
    page = editor.get(address(found)).content.decode()
    for words in ("31/02/2019", "28/02/2019", "Hiến đất mở đường", "Quý II"):
        assert words in page
    assert 'value="ask"' not in page
    answer = editor.get(address(found, "annotated"))
    book = load_workbook(io.BytesIO(b"".join(answer)))
    answer.close()
    lines = list(book["Sổ"].values)
    assert lines[0][0] == "Sổ năm 2019"
    assert lines[1][-2:] != (None, None) and lines[2][7] is None and "28/02/2019" in str(lines[3][7])
    assert book["Sổ"]["B4"].fill.fgColor.rgb == "00FFD9B3"
    assert "Hiến đất làm đường" in str(book["Quý II"]["H2"].value)


@pytest.mark.parametrize("name", ["chi_bo", "bi_thu", "huyen", "quan_tri", "bien_tap", "giam_sat", "huyen_2"])
def test_people_outside_the_province__see_and_do_nothing(name: str, cast: Cast) -> None:
    found = checked(cast, workbook([HEADINGS, good(1)]))
    client = client_of(getattr(cast, name))
    for path in ("list", "add"):
        assert client.get(reverse(f"register_imports:{path}")).status_code in {302, 403}
    for path in ("import", "annotated", "file", "continue"):
        assert client.get(address(found, path)).status_code in {302, 404}
    for verb in ("check", "ask", "confirm", "send_back", "discard", "undo"):
        assert act(client, found, verb, reason="x").status_code in {302, 404}
    assert client.post(address(found, "continue")).status_code in {302, 404}
    assert upload(client, [HEADINGS, good(2)]).status_code in {302, 403}
    found.refresh_from_db()
    assert (found.state, RegisterImport.objects.count()) == (ImportState.CHECKED, 1)
    assert "sổ" not in client.get("/admin/", follow=True).content.decode()


def test_reviewer_of_the_province__confirms_but_uploads_nothing(cast: Cast) -> None:
    found = checked(cast, workbook([HEADINGS, good(1)]))
    reviewer = client_of(cast.tinh)
    assert upload(reviewer, [HEADINGS, good(2)]).status_code in {302, 403}
    for verb in ("ask", "discard"):
        act(reviewer, found, verb)
    found.refresh_from_db()
    assert found.state == ImportState.CHECKED
    act(client_of(cast.tinh_bt), found, "ask")
    act(reviewer, found, "send_back", reason="")
    act(reviewer, found, "send_back", reason="Thiếu trang 3.")
    found.refresh_from_db()
    assert (found.state, found.message) == (ImportState.CHECKED, "Thiếu trang 3.")


def test_unknown_act__is_none(cast: Cast) -> None:
    found = checked(cast, workbook([HEADINGS, good(1)]))
    assert act(client_of(cast.tinh_bt), found, "publish").status_code == 404


def test_upload__that_is_refused_keeps_what_was_typed_and_no_decision(cast: Cast) -> None:
    editor = client_of(cast.tinh_bt)
    file = io.BytesIO(b"%PDF-1.4 x")
    file.name = "so.csv"
    answer = editor.post(ADD, {**TYPED, "file": file})
    assert answer.status_code == 422
    assert "983-QĐ/TU" in answer.content.decode()
    assert not Decision.objects.exists() and not RegisterImport.objects.exists()
    missing = editor.post(ADD, {"number": "", "year": "2999"})
    assert set(missing.context["form"].errors) == {"file", "year", "number", "signed_on", "issuer"}


def test_same_file__leads_to_its_import(cast: Cast) -> None:
    make_category()
    editor = client_of(cast.tinh_bt)
    content = csv_file([HEADINGS, good(1)]).getvalue()
    found = kept(cast, io.BytesIO(content), unit=None, name="so.csv")
    RegisterImport.objects.filter(pk=found.pk).update(state=ImportState.WAITING)
    file = io.BytesIO(content)
    file.name = "khac.csv"
    answer = editor.post(ADD, {"decision": make_decision().pk, "file": file})
    assert answer.status_code == 422
    assert address(found) in answer.content.decode()


def test_first_years__are_those_of_the_first_nomination_or_entry(cast: Cast) -> None:
    make_entry(cast.units.cell)
    nomination = make_nomination(cast.units.cell_2, cast.chi_bo_2)
    assert first_years() == {cast.units.cell.pk: 2020, cast.units.cell_2.pk: nomination.created_at.year}


def test_clock__carries_on_what_nobody_is_at(cast: Cast) -> None:
    found = kept(cast, workbook([HEADINGS, good(1)]), unit=cast.units.cell)
    RegisterImport.objects.filter(pk=found.pk).update(state=ImportState.CHECKING)
    assert carry_on_unfinished() == 1
    found.refresh_from_db()
    assert (found.state, found.worked_on_at) == (ImportState.CHECKED, None)
    assert carry_on_unfinished() == 0
    assert carry_on(import_id=found.pk) is None


def test_uploads__nobody_went_on_with_are_forgotten(cast: Cast) -> None:
    found = checked(cast, workbook([HEADINGS, good(1)]))
    assert forget_old_imports(found.uploaded_at + KEPT_FOR / 2) == 0
    assert forget_old_imports(found.uploaded_at + KEPT_FOR * 2) == 1
    assert not RegisterImport.objects.exists()

"""The screens of unit events: closed to everybody but administrators; planned, looked at, answered, applied."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from honors.models import EntryTransfer, PlannedEvent, TransferAnswer, Unit, UnitEvent
from tests.cast import Cast
from tests.factories import make_entry, make_nomination
from tests.unit_events.files import BASIS, event, written
from tests.walk import addresses
from workflows.models import Assignment, Nomination
from workflows.submission import submit

LIST = "/admin/units/events/"
DAY = "2021-05-01"
DAY_PAGE = f"{LIST}day/{DAY}/"
SHUT_OUT = ["chi_bo", "bi_thu", "huyen", "tinh", "tinh_bt", "bien_tap"]


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.quan_tri)
    return client


def planned(kind: str, olds: str, new: str = "", **fields: Any) -> PlannedEvent:
    values = {"day": datetime.date.fromisoformat(DAY), "legal_basis": BASIS, **fields}
    return PlannedEvent.objects.create(kind=kind, old_units=olds, new_unit=new, **values)


def a_division() -> PlannedEvent:
    """X029 goes in part to X021; the rest stays."""
    return planned("partial_transfer", "X029 (part)", "X021", new_parent="")


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found, "the day cannot be applied"
    return found[1]


def apply_day(client: Client, day_page: str = DAY_PAGE) -> str:
    page = client.get(day_page).content.decode()
    response = client.post(day_page, {"seen": seen(page)})
    assert response.status_code == 200
    return response.content.decode()


def screens() -> list[str]:
    event_id = a_division().pk
    return [
        address.replace("/1/", f"/{event_id}/").replace("day/x/x/", f"day/{DAY}/X029/").replace("day/x/", f"day/{DAY}/")
        .replace("add/x/", "add/merge/")
        for address in addresses(LIST)
    ]  # fmt: skip


@pytest.mark.parametrize("person", SHUT_OUT)
def test_every_screen__is_closed_to_everybody_else(cast: Cast, client: Client, person: str) -> None:
    make_entry(cast.units.cell)
    found = screens()
    assert len(found) == 7
    client.force_login(cast.everybody[person])
    before = list(Unit.objects.values()), list(PlannedEvent.objects.values())

    for address in found:
        for response in (client.get(address), client.post(address, {"act": "remove", "all": "X021", "seen": "x"})):
            assert response.status_code == 302, address
            assert response["Location"] == "/admin/", address
    assert (list(Unit.objects.values()), list(PlannedEvent.objects.values())) == before
    assert not TransferAnswer.objects.exists()


def test_every_screen__sends_strangers_to_sign_in(cast: Cast, client: Client) -> None:
    for address in screens():
        assert client.get(address)["Location"].startswith("/accounts/login/")


def test_every_screen__opens_for_administrators(cast: Cast, admin: Client) -> None:
    make_entry(cast.units.cell)
    for address in screens():
        if not address.endswith("/change/"):
            assert admin.get(address).status_code == 200, address
    for kind in UnitEvent.Kind:
        assert admin.get(f"{LIST}add/{kind.value}/").status_code == 200
    for nonsense in ("add/x/", "day/x/", "day/2021-13-01/", f"day/{DAY}/X999/", "planned/999999/"):
        assert admin.get(LIST + nonsense).status_code == 404, nonsense


def test_form__plans_a_merger_which_the_day_then_applies(cast: Cast, admin: Client) -> None:
    make_entry(cast.units.cell)
    values = {
        "day": DAY, "legal_basis": BASIS, "source": "", "old_units": "X029\nX021", "new_unit": "Chi bộ mới (mẫu)",
        "district": "", "parent": cast.units.quang_bach.pk, "new_kind": "", "new_level": "", "new_code": "",
    }  # fmt: skip
    wrong = admin.post(f"{LIST}add/merge/", {**values, "legal_basis": ""})
    assert wrong.status_code == 422
    assert "X029\nX021" in wrong.content.decode().replace("\r", "")
    assert admin.post(f"{LIST}add/merge/", values)["Location"] == DAY_PAGE

    page = admin.get(DAY_PAGE).content.decode()
    assert "Chi bộ mới (mẫu) (X054)" in page
    apply_day(admin)
    heir = Unit.objects.get(name="Chi bộ mới (mẫu)")
    assert set(Unit.objects.filter(successor=heir)) == {cast.units.cell, cast.units.cell_2}
    told = UnitEvent.objects.get()
    assert told.applied_by == cast.quan_tri
    assert PlannedEvent.objects.get().event == told
    assert BASIS in admin.get(LIST).content.decode()
    assert admin.post(DAY_PAGE, {"seen": "x"})["Location"] == LIST


def test_form__shows_what_a_planned_event_says_and_changes_it(cast: Cast, admin: Client) -> None:
    one = planned("reparent", "C044", new_parent="D02")
    page = admin.get(f"{LIST}planned/{one.pk}/").content.decode()
    for unit in (cast.units.quang_bach, cast.units.ba_be):
        assert re.search(rf'<option value="{unit.pk}"\s+selected', page)
    values = {"day": DAY, "legal_basis": BASIS, "source": "", "one": cast.units.khang_ninh.pk, "new_level": ""}
    admin.post(f"{LIST}planned/{one.pk}/", {**values, "parent": cast.units.cho_don.pk})
    one.refresh_from_db()
    assert (one.old_units, one.new_parent, one.kind) == ("C014", "D04", "reparent")


def test_file__is_kept_as_planned_events_or_refused_with_every_problem(
    cast: Cast, admin: Client, tmp_path: Path
) -> None:
    def upload(*lines: str) -> Any:
        content = written(tmp_path, *lines).read_bytes()
        return admin.post(f"{LIST}upload/", {"file": SimpleUploadedFile("su-kien.csv", content), "since": ""})

    refused = upload(event("rename", "X029", "Tên khác", basis=""), event("split", "X029", "Tên khác"))
    assert refused.status_code == 422
    assert "legal_basis" in refused.content.decode()
    assert not PlannedEvent.objects.exists()
    for _turn in range(2):
        assert upload(event("rename", "X029", "Chi bộ khác (mẫu)"))["Location"] == LIST
    kept = PlannedEvent.objects.get()
    assert (kept.file_name, kept.line, kept.created_by) == ("su-kien.csv", 2, cast.quan_tri)
    assert admin.post(f"{LIST}upload/", {}).status_code == 422


def test_day__names_what_is_wrong_and_cannot_be_applied(cast: Cast, admin: Client) -> None:
    planned("rename", "Xã Không Có", "Xã Khác")
    page = admin.get(DAY_PAGE).content.decode()
    assert "Xã Không Có" in page
    assert 'name="seen"' not in page
    assert admin.post(DAY_PAGE, {"seen": "x"}).status_code == 422
    assert not UnitEvent.objects.exists()


def test_days__are_applied_in_their_order(cast: Cast, admin: Client) -> None:
    planned("rename", "X029", "Chi bộ khác (mẫu)")
    planned("rename", "X021", "Chi bộ khác nữa (mẫu)", day=datetime.date(2022, 1, 1))
    later = f"{LIST}day/2022-01-01/"
    assert 'name="seen"' not in admin.get(later).content.decode()
    assert admin.post(later, {"seen": "x"}).status_code == 422
    apply_day(admin)
    apply_day(admin, later)
    assert UnitEvent.objects.count() == 2


def test_event__is_left_out_taken_back_and_removed(cast: Cast, admin: Client) -> None:
    one = planned("rename", "X029", "Chi bộ khác (mẫu)")
    change = f"{LIST}planned/{one.pk}/change/"
    admin.post(change, {"act": "leave_out"})
    assert PlannedEvent.objects.waiting().count() == 0
    assert 'value="take_back"' in admin.get(DAY_PAGE).content.decode()
    admin.post(change, {"act": "take_back"})
    assert PlannedEvent.objects.waiting().count() == 1
    admin.post(change, {"act": "remove"})
    assert not PlannedEvent.objects.exists()


def test_divided_unit__is_asked_about_and_goes_where_a_person_said(cast: Cast, admin: Client) -> None:
    entries = [make_entry(cast.units.cell, name=f"Người Thứ {number} (mẫu)") for number in range(3)]
    case = make_nomination(cast.units.cell, cast.chi_bo)
    submit(nomination_id=case.pk, user=cast.chi_bo)
    a_division()
    page = admin.get(DAY_PAGE).content.decode()
    assert 'name="seen"' not in page
    assert "0/3" in (answers := admin.get(f"{DAY_PAGE}X029/").content.decode()).replace(" ", "")
    assert entries[0].honoree_name in answers

    def place(sort: str, **choice: str) -> None:
        response = admin.post(
            f"{DAY_PAGE}X029/?sort={sort}", {name.replace("__", ":"): to for name, to in choice.items()}
        )
        assert response.status_code == 302

    place("entry", **{"to:X029/2020/1": "X021", "to:X029/2020/999": "X021", "to:X029/2020/2": "C014"})
    assert TransferAnswer.objects.count() == 1
    place("entry", all="X029")
    place("enrolment", all="X029")
    place("person", **{"to:chi-bo/editor": "X021", "to:bi-thu/reviewer": "X029"})
    assert 'name="seen"' not in admin.get(DAY_PAGE).content.decode()
    place("case", all="X021")
    apply_day(admin)

    assert [(row.entry_id, row.unit) for row in EntryTransfer.objects.all()] == [(entries[0].pk, cast.units.cell_2)]
    assert Nomination.objects.get(pk=case.pk).unit == cast.units.cell_2
    editing = Assignment.objects.current().get(user=cast.chi_bo)
    assert editing.unit == cast.units.cell_2
    assert Assignment.objects.current().get(user=cast.bi_thu).unit == cast.units.cell


def test_answers__are_filtered_and_placed_together(cast: Cast, admin: Client) -> None:
    for name in ("Lý Thị Một (mẫu)", "Lý Thị Hai (mẫu)", "Nông Văn Ba (mẫu)"):
        make_entry(cast.units.cell, name=name)
    a_division()
    page = admin.get(f"{DAY_PAGE}X029/?sort=entry&q=ly+thi").content.decode()
    assert "Lý Thị Hai" in page
    assert "Nông Văn Ba" not in page
    admin.post(f"{DAY_PAGE}X029/?sort=entry&q=ly+thi", {"filtered": "X021"})
    assert set(TransferAnswer.objects.values_list("key", "goes_to")) == {
        ("X029/2020/1", "X021"),
        ("X029/2020/2", "X021"),
    }


def test_unit_form__opened_before_an_event_takes_nothing_of_it_back(cast: Cast, admin: Client) -> None:
    """Only what was typed is written."""
    from honors.viewsets import UnitEditView

    cell = Unit.objects.get(pk=cast.units.cell.pk)
    planned("reparent", "X029", new_parent="C014")
    planned("rename", "X021", "Chi bộ khác (mẫu)")
    apply_day(admin)
    view = UnitEditView()
    view.form = type("Form", (), {"instance": cell, "changed_data": ["short_name"]})()
    cell.short_name = "Nà Mẫu 15"
    view._take_over_what_changed()
    assert (cell.short_name, cell.path) == ("Nà Mẫu 15", "P01/D02/C014/X029/")

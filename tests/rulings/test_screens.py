"""Decisions through HTTP: who reads, writes and opens what, whatever the id, and nothing half-written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from honors.models import Commendation, CommendationProposal, Decision, RegisterEntry
from honors.rulings import give_praise
from tests.cast import Cast
from tests.factories import PDF, make_entry
from tests.paper.books import revoke
from tests.rulings.rulings import ADD, FACTS, LIST, at, make_decision, make_form, picked
from tests.workflows.web import signed_in

pytestmark = pytest.mark.django_db
# What each person is answered: list, a decision about X029, its form, its choice of entries, its file.
ANSWERS = {
    "tinh_bt": (200, 200, 200, 200, 200),
    "tinh": (200, 200, 403, 403, 200),
    "chi_bo": (200, 200, 403, 403, 200),
    "bi_thu": (200, 200, 403, 403, 200),
    "huyen": (200, 200, 403, 403, 200),
    "chi_bo_2": (200, 404, 404, 404, 404),
    "bi_thu_2": (200, 404, 404, 404, 404),
    "huyen_2": (200, 404, 404, 404, 404),
    "quan_tri": (403, 404, 404, 404, 404),
    "bien_tap": (403, 404, 404, 404, 404),
    "giam_sat": (403, 404, 404, 404, 404),
}


def status(answer: Any) -> int:
    """The admin sends away with a redirect to its own front page whom it refuses."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    refused = answer.status_code == 302 and answer.url.rstrip("/").endswith("/admin")
    return 403 if refused else int(answer.status_code)


def content(client: Client, path: str) -> bytes:
    """The whole file; what is read to its end is closed."""
    answer: Any = client.get(path)
    assert answer.status_code == 200
    return b"".join(answer)


@pytest.fixture
def entry(cast: Cast) -> RegisterEntry:
    """An entry of the cell."""
    return make_entry(cast.units.cell, name="Nông Văn Ứng (mẫu)")


@pytest.fixture
def decision(cast: Cast, entry: RegisterEntry) -> Decision:
    """A decision that praises the cell's entry, with its file."""
    file = SimpleUploadedFile("quyet-dinh.pdf", PDF, content_type="application/pdf")
    signed_in(cast.tinh_bt).post(ADD, {**FACTS, "file": file})
    made = Decision.objects.get()
    give_praise(entry_ids=[entry.pk], form=make_form(), actor=cast.tinh_bt, decision_id=made.pk)
    return made


def test_screens__answer_each_person_by_assignment_alone(cast: Cast, decision: Decision) -> None:
    assert set(ANSWERS) == set(cast.everybody)
    praise = Commendation.objects.get()
    for name, answers in ANSWERS.items():
        client = signed_in(cast.everybody[name])
        paths = (LIST, at(decision), at(decision, "edit/"), at(decision, "entries/"), at(decision, "file/"))
        assert tuple(status(client.get(path)) for path in paths) == answers, name
        if name == "tinh_bt":
            continue
        for path, data in (
            (ADD, {**FACTS, "number": "1-QĐ/TU"}),
            (at(decision, "edit/"), {**FACTS, "number": "1-QĐ/TU"}),
            (at(decision, "entries/"), picked(make_form("bieu-duong"), praise.entry)),
            (f"{LIST}praise/{praise.pk}/withdraw/", {"reason": "Thử"}),
            (f"{LIST}entries/{praise.entry_id}/", {"form": make_form().pk}),
        ):
            assert status(client.post(path, data)) in {403, 404}, (name, path)
    assert Decision.objects.get().number == "983-QĐ/TU"
    assert Commendation.objects.standing().count() == Commendation.objects.count() == 1


def test_list_and_file__hold_no_entry_of_a_foreign_unit(cast: Cast, decision: Decision) -> None:
    other = make_entry(cast.units.cell_2, name="Dương Thị Xa (mẫu)")
    give_praise(entry_ids=[other.pk], form=make_form(), actor=cast.tinh_bt, decision_id=decision.pk)
    near = signed_in(cast.chi_bo)
    page = near.get(at(decision)).content.decode()
    assert "Nông Văn Ứng (mẫu)" in page
    assert "Dương Thị Xa" not in page
    [row] = json.loads(content(near, at(decision, "list.json")))
    assert "Nông Văn Ứng (mẫu)" in row.values()
    assert near.get(at(decision, "file/")).status_code == 404
    assert status(signed_in(cast.tinh).get(at(decision, "file/"))) == 200
    assert status(near.get(f"{LIST}entries/{other.pk}/")) == 404


def test_file__is_private_and_never_named_in_public(cast: Cast, decision: Decision) -> None:
    answer = signed_in(cast.chi_bo).get(at(decision, "file/"))
    assert b"".join(answer) == PDF
    assert answer["Cache-Control"].startswith("private, no-store")
    assert answer["Content-Disposition"].startswith("attachment")
    assert Client().get(at(decision, "file/")).status_code == 302


def test_form__refuses_what_is_no_file_and_keeps_what_was_typed(cast: Cast) -> None:
    file = SimpleUploadedFile("quyet-dinh.pdf", b"MZ\x90 no pdf")
    answer = signed_in(cast.tinh_bt).post(ADD, {**FACTS, "file": file})
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    assert FACTS["subject"] in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("number", "is_warned"), [("12-QĐ/TU", False), ("123/QĐ-UBND", False), ("Quyết định số 5", True)]
)
def test_form__takes_any_number_and_warns_of_one_in_neither_grammar(cast: Cast, number: str, is_warned: bool) -> None:
    answer = signed_in(cast.tinh_bt).post(ADD, {**FACTS, "number": number}, follow=True)
    assert Decision.objects.get().number == number
    levels = {str(message.level_tag) for message in answer.context["messages"]}
    assert any("warning" in level for level in levels) == is_warned


def test_pick__puts_ticked_pasted_and_filtered_entries_on_the_list(cast: Cast) -> None:
    decision, form = make_decision(), make_form()
    entries = [make_entry(cast.units.cell) for _number in range(3)]
    others = [make_entry(cast.units.cell_2) for _number in range(2)]
    editor = signed_in(cast.tinh_bt)
    pasted = f"2/2020 X029\n2020-x029-3\n{others[0].verification_code.lower()}\n2/2020 X029"
    assert editor.post(at(decision, "entries/"), picked(form, entries[0], pasted=pasted)).status_code == 302
    assert set(Commendation.objects.values_list("entry", flat=True)) == {
        *(entry.pk for entry in entries), others[0].pk,
    }  # fmt: skip
    high = make_form("bang-khen", rank=20)
    every = picked(high, every="on", proposed="1")
    assert editor.post(at(decision, f"entries/?unit={cast.units.ba_be.code}"), every).status_code == 302
    assert set(CommendationProposal.objects.values_list("entry", flat=True)) == {other.pk for other in others}


def test_pick__with_one_line_wrong_puts_nobody_on_the_list_and_names_the_lines(cast: Cast) -> None:
    decision, form = make_decision(), make_form()
    sound, struck = make_entry(cast.units.cell), make_entry(cast.units.cell)
    revoke(struck)
    pasted = f"1/2020 X029\nbăm bổ\n99/2020 X029\n2/2020 X029\n{'9' * 9}/2020 X029"
    answer = signed_in(cast.tinh_bt).post(at(decision, "entries/"), picked(form, sound, pasted=pasted))
    assert answer.status_code == 422
    assert len(answer.context["form"].non_field_errors()) == 4
    assert "băm bổ" in answer.content.decode()
    assert not Commendation.objects.exists()


def test_pick__of_nothing_or_of_numbers_no_row_has_is_refused(cast: Cast) -> None:
    decision, form = make_decision(), make_form()
    editor = signed_in(cast.tinh_bt)
    for entries in ([], ["9" * 18], ["9" * 40], ["x"]):
        answer = editor.post(at(decision, "entries/"), {"form": form.pk, "entry": entries})
        assert answer.status_code == 422
    assert not Commendation.objects.exists()


def test_praise__without_a_decision_is_given_and_withdrawn_on_the_entry(cast: Cast, entry: RegisterEntry) -> None:
    editor, address = signed_in(cast.tinh_bt), f"{LIST}entries/{entry.pk}/"
    assert editor.post(address, {"form": make_form().pk, "note": "Trước cờ"}).status_code == 302
    praise = Commendation.objects.get()
    withdraw = f"{LIST}praise/{praise.pk}/withdraw/"
    assert editor.post(withdraw, {"reason": ""}).status_code == 302
    assert Commendation.objects.standing().exists()
    assert editor.post(withdraw, {"reason": "Ghi nhầm"}).status_code == 302
    assert not Commendation.objects.standing().exists()
    assert "Ghi nhầm" in editor.get(address).content.decode()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_export__answers_with_a_file_under_the_filters_of_the_screen(
    cast: Cast, decision: Decision, ending: str
) -> None:
    make_decision("7/QĐ-UBND", issuer="=HYPERLINK(1)")
    client = signed_in(cast.tinh)
    body = content(client, f"{LIST}export.{ending}?q=983")
    assert body
    if ending == "json":
        assert len(json.loads(body)) == 1
    if ending == "csv":
        assert len(body.decode("utf-8-sig").splitlines()) == 2
        assert "'=HYPERLINK(1)" in content(client, f"{LIST}export.csv").decode()


def test_screens__take_as_many_queries_for_nine_as_for_three(cast: Cast) -> None:
    decision, form, client = make_decision(), make_form(), signed_in(cast.tinh_bt)
    counts = []
    for number in (3, 6):
        for _again in range(number):
            entry = make_entry(cast.units.cell, published=False)
            give_praise(entry_ids=[entry.pk], form=form, actor=cast.tinh_bt, decision_id=decision.pk)
            make_decision(f"{entry.pk}-QĐ/TU")
        for path in (LIST, at(decision), at(decision, "entries/")):
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            counts.append(len(captured))
    assert counts[:3] == counts[3:]

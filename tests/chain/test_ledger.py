"""The ledger inside: registers side by side, whose numbers lead to exactly their rows, in files too."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from honors.amendments import amend_entry
from honors.models import RegisterEntry
from honors.revocation import revoke_entry
from honors.services import mask_entry
from tests.cast import Cast
from tests.factories import make_category, make_decision, make_entry
from tests.workflows.web import signed_in

pytestmark = pytest.mark.django_db

REGISTER, BOOKS = reverse("nomination_desk:register"), reverse("nomination_desk:register_books")


@pytest.fixture
def books(cast: Cast) -> list[RegisterEntry]:
    """Two registers with entries of every fate."""
    cell, other = cast.units.cell, cast.units.cell_2
    khac = make_category("khac", "Việc khác")
    entries = [
        make_entry(cell),
        make_entry(cell, kind="collective", honorific="", name="Tổ Mẫu (mẫu)"),
        make_entry(cell, kind="household", name="Hộ Ma Văn Ba (mẫu)", category=khac),
        make_entry(cell, name="Bí Mật Bốn (mẫu)"),
        make_entry(cell, name="=1+1 (mẫu)", published=False),
        make_entry(other),
    ]
    mask_entry(entry_id=entries[3].pk, actor=cast.tinh_bt)
    revoke_entry(entry_id=entries[0].pk, decision=make_decision(), reason="Sai.", actor=cast.tinh)
    amend_entry(entry_id=entries[2].pk, changes={"role": "chủ hộ"}, reason="Thiếu.", actor=cast.tinh_bt)
    return entries


def listed(browser: Client, address: str) -> list[int]:
    """Entries a page of the ledger lists."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return [entry.pk for entry in answer.context["page"].object_list]


def test_books__lead_to_exactly_the_rows_they_count(books: list[RegisterEntry], cast: Cast) -> None:
    browser = signed_in(cast.tinh)
    for query in ("", "?kind=household", "?unit=X029&q=mau"):
        lines = browser.get(BOOKS + query).context["lines"]
        for line in lines:
            for figure in line.figures:
                found = listed(browser, figure.url) if figure.url else []
                assert len(found) == figure.count, (query, line, figure)
        whole = [[figure.count for figure in line.figures] for line in lines]
        assert whole[-1] == [sum(column) for column in zip(*whole[:-1], strict=True)]
    counts = [figure.count for figure in browser.get(BOOKS).context["lines"][-1].figures]
    assert counts == [5, 3, 1, 1, 1, 1, 0, 6]


def test_books__show_everybody_their_own(books: list[RegisterEntry], cast: Cast) -> None:
    codes = {}
    for name, person in cast.everybody.items():
        answer = signed_in(person).get(BOOKS)
        lines = answer.context["lines"] if answer.status_code == 200 else []
        codes[name] = {line.register.unit.code for line in lines if line.register}
    both = {"X029", "X021"}
    assert {name for name, found in codes.items() if found == both} == {"tinh", "tinh_bt"}
    assert {name for name, found in codes.items() if found == {"X029"}} == {"chi_bo", "bi_thu", "huyen"}
    assert codes["quan_tri"] == set()


def test_filters__and_lists_find_what_they_say(books: list[RegisterEntry], cast: Cast) -> None:
    browser = signed_in(cast.tinh_bt)
    revoked, team, home, masked, hidden, other = (entry.pk for entry in books)
    for query, expected in {
        "?category=khac": {home},
        "?kind=collective": {team},
        "?book=X021-2020": {other},
        "?show=amended": {home},
        "?show=counted&book=X029-2020": {team, home, masked, hidden},
        "?show=revoked": {revoked},
        "?show=unpublished": {hidden},
        "?book=X029-2020&show=masked": {masked},
    }.items():
        assert set(listed(browser, REGISTER + query)) == expected, query
    for garbage in ("?book=%00", "?book=X029-99999", "?category=x", "?kind=x", "?show=x", "?book=X029-2020'--"):
        assert len(listed(browser, REGISTER + garbage)) == 6
    assert listed(signed_in(cast.chi_bo), f"{REGISTER}?book=X021-2020") == []


def file_of(person: Any, ending: str, query: str = "") -> list[list[Any]]:
    """The rows of an export, the head first."""
    answer = signed_in(person).get(reverse(f"nomination_desk:register_{ending}") + query)
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("private, no-store")
    body = b"".join(answer)
    if ending == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    return [list(row) for row in load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_export__has_the_rows_of_the_screen_and_names_nobody_who_was_taken_down(
    ending: str, books: list[RegisterEntry], cast: Cast
) -> None:
    rows = file_of(cast.tinh_bt, ending)
    assert len(rows) == 1 + 6
    assert not [cell for row in rows for cell in row if "Bí Mật" in str(cell)]
    assert ["'=1+1 (mẫu)" if ending == "csv" else "=1+1 (mẫu)"] == [row[4] for row in rows if "=1+1" in str(row[4])]
    assert len(file_of(cast.tinh_bt, ending, "?show=counted&kind=individual&book=X029-2020")) == 1 + 2
    assert len(file_of(cast.chi_bo, ending)) == 1 + 5
    assert len(file_of(cast.chi_bo, ending, "?book=X021-2020")) == 1
    assert signed_in(cast.quan_tri).get(reverse(f"nomination_desk:register_{ending}")).status_code in {302, 403}


def read(browser: Client, address: str) -> None:
    """Take all of an answer."""
    answer = browser.get(address)
    b"".join(answer)


def test_ledger__costs_the_same_at_two_sizes(cast: Cast, django_assert_max_num_queries: Any) -> None:
    browser = signed_in(cast.tinh)
    costs = []
    for size in (2, 12):
        for _turn in range(size):
            make_entry(cast.units.cell)
        counted = []
        for address in (REGISTER, BOOKS):
            read(browser, address)
            with django_assert_max_num_queries(60) as captured:
                b"".join(browser.get(address))
            counted.append(len(captured))
        costs.append(counted)
    assert costs[0] == costs[1]

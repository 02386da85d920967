"""Verification: the book answers whoever has a code, and tells nothing about entries that are not public."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from honors.models import HonoreePage, RegisterEntry
from honors.services import apply_counts_only, mask_entry, unpublish_entry
from honors.verification import read_code
from tests.cast import Units, make_units
from tests.factories import make_entry, make_profile, make_user
from tests.public.reading import queries_of, read
from tests.public.test_register import revoke

pytestmark = pytest.mark.django_db
UNKNOWN = "AAAA-BBBB-CCCC-DDDD"


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def at(entry: RegisterEntry) -> str:
    """The address of an entry's code."""
    return f"/xac-minh/{entry.verification_code}/"


def test_code__of_a_public_entry_is_genuine_and_shows_its_line(units: Units) -> None:
    profile = make_profile(units.cell)
    page = read(at(profile.entries.get()))
    for shown in ("is-genuine", "Nông Văn Ứng", "Chi bộ thôn Nà Mẫu 15 (mẫu)", "22/10/2020", f'href="{profile.url}"'):
        assert shown in page


def test_code__of_a_revoked_entry_says_so_with_the_decision(units: Units) -> None:
    entry = make_entry(units.cell)
    revoke(entry)
    page = read(at(entry))
    assert "is-revoked" in page
    assert "is-genuine" not in page
    assert "07-QĐ/TU (mẫu)" in page


def nameless_entries(units: Units) -> list[RegisterEntry]:
    """One entry for each reason a stranger may not read a name."""
    editor = make_user("tinh-bt")
    never = make_entry(units.cell, name="Người Thứ Nhất", published=False)
    withdrawn, masked, counted = (make_entry(units.cell_2, name=f"Người Thứ {n}") for n in range(3))
    unpublish_entry(entry_id=withdrawn.pk, actor=editor)
    mask_entry(entry_id=masked.pk, actor=editor)
    units.cell_2.counts_only = True
    units.cell_2.save()
    apply_counts_only(unit=units.cell_2, actor=editor)
    return [never, withdrawn, masked, counted]


def test_code__of_an_entry_nobody_may_read_is_answered_as_one_that_never_was(units: Units) -> None:
    def answer(address: str) -> str:
        page = read(address, status=404)
        page = re.sub(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", "CODE", page)
        return re.sub(r'<time datetime="[^"]+"[^>]*>[^<]+', "", page)

    nobody = answer(f"/xac-minh/{UNKNOWN}/")
    assert "is-unknown" in nobody
    for entry in nameless_entries(units):
        assert answer(at(entry)) == nobody


@pytest.mark.parametrize(
    "typed",
    [
        "abcd efgh 2345 klmo",
        "ABCDEFGH2345KLM0",
        " abcd–efgh-2345-klmo ",
        "ＡＢＣＤ-EFGH-2345-KLMO",
        "a b c d e f g h 2345klm0",
    ],
)
def test_form__reads_a_code_as_people_type_it(typed: str) -> None:
    response = Client().get("/xac-minh/", {"ma": typed})
    assert response.status_code == 302
    assert response["Location"] == "/xac-minh/ABCD-EFGH-2345-KLMO/"


def test_read_code__takes_digits_no_code_has_for_letters() -> None:
    assert read_code("0018-ABCD-EFGH-IJKL") == "OOIB-ABCD-EFGH-IJKL"


@pytest.mark.parametrize(
    "typed", ["17", "\0", "Nguyễn", "A" * 10_000, "<script>", "ABCD-EFGH-2345-KLM9", "%00", "💥" * 16]
)
def test_form__refuses_what_cannot_be_a_code_and_keeps_it(typed: str) -> None:
    response = Client().get("/xac-minh/", {"ma": typed})
    page = response.content.decode()
    assert response.status_code == 400
    assert 'aria-invalid="true"' in page
    assert "<script>" not in page.replace('<script type="module"', "")


@pytest.mark.parametrize("code", ["%00", "17", "..", "a" * 3000, "%F0%9F%92%A5"])
def test_address__that_is_no_code_is_refused(code: str) -> None:
    assert Client().get(f"/xac-minh/{code}/").status_code in {400, 404}


def test_address__typed_carelessly_leads_to_the_printed_one(units: Units) -> None:
    code = make_entry(units.cell).verification_code
    response = Client().get(f"/xac-minh/{code.lower().replace('-', '')}/")
    assert response["Location"] == f"/xac-minh/{code}/"


def test_answers__are_kept_nowhere_and_asked_of_no_robot(units: Units) -> None:
    for address in ("/xac-minh/", at(make_entry(units.cell)), f"/xac-minh/{UNKNOWN}/"):
        response = Client().get(address)
        assert "no-store" in response["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in response.content.decode()
        assert not response.cookies


def test_answer__costs_at_most_three_queries(units: Units) -> None:
    entry = make_entry(units.cell)
    assert queries_of(at(entry)) == 1
    revoke(entry)
    assert queries_of(at(entry)) == 2


def test_profile__bears_the_square_of_its_verification_address(units: Units, settings: Any) -> None:
    """Drawn in the page: no request, no style attribute."""
    page = read(make_profile(units.cell).url)
    assert page.count('<svg class="qr"') == 1
    assert HonoreePage.objects.get().entries.get().verification_code in page
    assert " style=" not in page

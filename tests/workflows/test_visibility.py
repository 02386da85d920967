"""Who sees which rows, titles and counts inside: never those of a foreign unit, at any size for the same price."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from honors.levels import Level
from honors.models import Unit
from tests.cast import Cast
from tests.factories import enrol, make_entry, make_evidence, make_nomination, make_unit, make_user
from tests.workflows.acts import a_return, approve, decide
from tests.workflows.web import signed_in
from workflows import submission
from workflows.models import Nomination
from workflows.permissions import visible_entries, visible_nominations

pytestmark = pytest.mark.django_db

# Cell and stage are in the name, so that a leak says what leaked.
CELLS = {"mot": ("cell", "chi_bo", "bi_thu", "huyen"), "hai": ("cell_2", "chi_bo_2", "bi_thu_2", "huyen_2")}
STAGES = ("nhap", "cho", "huyen", "tra", "so")
OF_DRAFT = {"chi_bo": {"mot"}, "bi_thu": {"mot"}, "chi_bo_2": {"hai"}, "bi_thu_2": {"hai"}}
OF_SUBMITTED = {**OF_DRAFT, "huyen": {"mot"}, "huyen_2": {"hai"}, "tinh": {"mot", "hai"}}
OF_ENTRIES = {**OF_SUBMITTED, "tinh_bt": {"mot", "hai"}}
# Every list inside, and what can be asked of it.
LISTS = {
    "nominations:list": ("?export=csv", "?export=xlsx", "?q=ten", "?p=1&per_page=1000", "?ordering=name&unit=1"),
    "nominations:list_results": ("", "?q=Tên"),
    "nomination_desk:desk": (
        "?tab=mine",
        "?tab=unit",
        "?tab=subtree",
        "?tab=stand_in",
        "?tab=decided",
        "?tab=drafts",
        "?tab=moving",
        "?tab=done",
        "?filters=1",
    ),
    "nomination_desk:register": ("?show=unpublished", "?show=active", "?export=csv"),
    "wagtailadmin_home": ("",),
}


def name_of(cell: str, stage: str) -> str:
    return f"Tên {cell} {stage}"


@pytest.fixture
def two_cells(cast: Cast) -> Cast:
    """Both cells have one nomination at each stage."""
    for cell in CELLS:
        for stage in STAGES:
            bring(cast, cell, stage)
    return cast


def bring(cast: Cast, cell: str, stage: str) -> Nomination:
    unit, editor, secretary, district = CELLS[cell]
    people = cast.everybody
    nomination = make_nomination(getattr(cast.units, unit), people[editor], name=name_of(cell, stage))
    if stage == "nhap":
        return nomination
    submission.submit(nomination_id=nomination.pk, user=people[editor])
    if stage in {"huyen", "tra", "so"}:
        approve(nomination, people[secretary])
    if stage == "tra":
        decide(nomination, people[district], a_return())
    if stage == "so":
        approve(nomination, people[district], people["tinh"])
    return nomination


def may_read(person: str, *, entries: bool = False) -> set[str]:
    """Names of the nominations (or entries) a person may read."""
    names = {name_of(cell, "nhap") for cell in OF_DRAFT.get(person, ())}
    submitted = OF_SUBMITTED.get(person, ())
    names |= {name_of(cell, stage) for cell in submitted for stage in STAGES if stage != "nhap"}
    return names | ({name_of(cell, "so") for cell in OF_ENTRIES.get(person, ())} if entries else set())


def named_in(response: Any) -> set[str]:
    """Every name of either cell in what was answered, a file to download included."""
    said = b"".join(response).decode(errors="replace")
    return set(re.findall(r"Tên (?:mot|hai) [a-z]+", said))


def test_lists__name_exactly_those_a_person_may_read(two_cells: Cast) -> None:
    for person, user in two_cells.everybody.items():
        browser = signed_in(user)
        listed = named_in(browser.get(reverse("nominations:list")))
        assert listed == may_read(person), person
        registered = named_in(browser.get(reverse("nomination_desk:register")))
        assert registered == {name_of(cell, "so") for cell in OF_ENTRIES.get(person, ())}, person
        for name, asked in LISTS.items():
            for query in asked:
                leaked = named_in(browser.get(reverse(name) + query)) - may_read(person, entries=True)
                assert not leaked, (person, name, query, leaked)


def test_querysets__hold_exactly_those_a_person_may_read(two_cells: Cast) -> None:
    for person, user in two_cells.everybody.items():
        assert {row.name for row in visible_nominations(user)} == may_read(person)
        assert visible_entries(user).count() == len(OF_ENTRIES.get(person, ()))


def test_desk__waits_for_those_who_can_decide_and_counts_no_other_row(two_cells: Cast) -> None:
    """`huyen` has one waiting case, `tinh` none; nobody else counts them."""
    expected: dict[str, dict[str, set[str]]] = {
        "bi_thu": lists_of_reviewer("cho", "mot", decided={"huyen", "tra", "so"}),
        "bi_thu_2": lists_of_reviewer("cho", "hai", decided={"huyen", "tra", "so"}),
        "huyen": lists_of_reviewer("huyen", "mot", decided={"tra", "so"}),
        "huyen_2": lists_of_reviewer("huyen", "hai", decided={"tra", "so"}),
        "tinh": lists_of_reviewer("", "mot", "hai", decided={"so"}),
        "chi_bo": tabs_of_editor("mot"),
        "chi_bo_2": tabs_of_editor("hai"),
    }
    for person, user in two_cells.everybody.items():
        browser = signed_in(user)
        desk = browser.get(reverse("nomination_desk:desk"))
        lists = desk.context["queue"].lists
        assert {found.key for found in lists} == set(expected.get(person, {})), person
        for found in lists:
            names = expected[person][found.key]
            assert found.count == len(names), (person, found.key)
            assert named_in(browser.get(reverse("nomination_desk:desk"), {"tab": found.key})) == names
            exported = browser.get(reverse("nomination_desk:export_csv"), {"tab": found.key})
            assert named_in(exported) == names
        assert named_in(browser.get(reverse("wagtailadmin_home"))) <= may_read(person)


def lists_of_reviewer(stage: str, *cells: str, decided: set[str]) -> dict[str, set[str]]:
    waiting = {name_of(cell, stage) for cell in cells if stage}
    return {
        "mine": waiting,
        "unit": waiting,
        "subtree": {name_of(cell, under_way) for cell in cells for under_way in ("cho", "huyen")},
        "stand_in": set(),
        "decided": {name_of(cell, over) for cell in cells for over in decided},
    }


def tabs_of_editor(cell: str) -> dict[str, set[str]]:
    return {
        "drafts": {name_of(cell, "nhap"), name_of(cell, "tra")},
        "moving": {name_of(cell, "cho"), name_of(cell, "huyen")},
        "done": {name_of(cell, "so")},
    }


def test_search__finds_by_folded_name_and_nothing_foreign(two_cells: Cast) -> None:
    browser = signed_in(two_cells.chi_bo)
    for words in ("ten", "TEN", "Tên", "ten hai", "hai", "%", "_", "' OR 1=1 --", "\\", "x" * 3000):
        assert named_in(browser.get(reverse("nominations:list_results"), {"q": words})) <= may_read("chi_bo")
    assert named_in(browser.get(reverse("nominations:list_results"), {"q": "ten mot nhap"})) == {name_of("mot", "nhap")}


def test_returned__stays_visible_above_and_a_reading_reviewer_is_offered_nothing(two_cells: Cast) -> None:
    returned = Nomination.objects.get(name=name_of("mot", "tra"))
    for user in (two_cells.huyen, two_cells.tinh, two_cells.bi_thu):
        response = signed_in(user).get(reverse("nomination_desk:dossier", args=[returned.pk]))
        assert response.status_code == 200
        assert response.context["dossier"].actions == set()


def test_code_prefix__of_a_unit_gives_no_sight_into_one_that_begins_alike(cast: Cast) -> None:
    """D04 reads what lies below D04/, never what lies below D040/."""
    like = make_unit("D040", "Huyện gần giống (mẫu)", level=Level.DISTRICT, parent=cast.units.province)
    cell = make_unit("X0290", "Chi bộ gần giống (mẫu)", level=Level.CELL, parent=like)
    enrol(cell)
    nomination = make_nomination(cell, make_user("la"))
    Nomination.objects.filter(pk=nomination.pk).update(first_submitted_at=nomination.created_at)
    make_entry(cell)
    assert not visible_nominations(cast.huyen).exists()
    assert not visible_entries(cast.huyen).exists()
    assert not visible_entries(cast.chi_bo).exists()
    assert Unit.objects.within([cast.units.cho_don]).filter(code="D040").count() == 0


# --- cost -------------------------------------------------------------------------


def queries(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


# Whole requests, session, person and menu included; more than this is a change that needs its reason.
PINNED = {
    ("nomination_desk:desk", "bi_thu"): 33,
    ("nomination_desk:desk", "chi_bo"): 27,
    ("nominations:list", "chi_bo"): 19,
    ("nominations:list", "tinh"): 21,
    # With categories to choose from and entries that were corrected.
    ("nomination_desk:register", "tinh_bt"): 24,
    ("nomination_desk:register", "chi_bo"): 22,
    ("wagtailadmin_home", "bi_thu"): 31,
    ("wagtailadmin_home", "chi_bo"): 26,
    ("wagtailadmin_home", "tinh_bt"): 28,
}
PINNED_DOSSIER = 41


def costs(cast: Cast) -> dict[tuple[str, str], int]:
    return {(name, person): queries(signed_in(cast.everybody[person]), reverse(name)) for name, person in PINNED}


def test_screens__cost_the_same_queries_at_3_and_at_60_nominations(cast: Cast) -> None:
    fill(cast, 3)
    small = costs(cast)
    fill(cast, 57)
    assert costs(cast) == small
    assert {key: count for key, count in small.items() if count > PINNED[key]} == {}


def fill(cast: Cast, number: int) -> None:
    for turn in range(number):
        waiting = make_nomination(cast.units.cell, cast.chi_bo, name=f"Người chờ {number} {turn}")
        submission.submit(nomination_id=waiting.pk, user=cast.chi_bo)
        make_nomination(cast.units.cell, cast.chi_bo, name=f"Người nháp {number} {turn}", with_evidence=False)
        make_entry(cast.units.cell, name=f"Người trong sổ {number} {turn}", published=turn % 2 == 0)


def test_dossier__costs_the_same_queries_however_much_is_in_it(cast: Cast) -> None:
    nomination = bring(cast, "mot", "huyen")
    browser = signed_in(cast.huyen)
    at = reverse("nomination_desk:dossier", args=[nomination.pk])
    send_back_and_forth(nomination, cast)
    first = queries(browser, at)
    for _turn in range(6):
        make_evidence(nomination)
    for _turn in range(4):
        send_back_and_forth(nomination, cast)
    assert queries(browser, at) == first
    assert first <= PINNED_DOSSIER


def send_back_and_forth(nomination: Nomination, cast: Cast) -> None:
    """Returned by the district, changed, resubmitted, approved by the cell again."""
    decide(nomination, cast.huyen, a_return(justification="Lại thiếu."))
    nomination.refresh_from_db()
    nomination.citation += " Có xác nhận."
    nomination.save_revision(user=cast.chi_bo)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    approve(nomination, cast.bi_thu)

"""Namesakes and doubled deeds: found in all units, told without what a person may not read, passed with a reason."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.factories import make_entry, make_guideline, make_nomination
from tests.workflows.acts import a_return, decide
from tests.workflows.stages import masked, published
from tests.workflows.web import signed_in
from workflows import publication, submission
from workflows.duplicates import announcements, matches_of
from workflows.errors import IncompleteError
from workflows.models import Nomination
from workflows.states import Action, State

pytestmark = pytest.mark.django_db

NAME = "Triệu Thị Song Sinh"
DEED = "Hiến 310 m² đất vườn, góp 12 ngày công và vận động sáu hộ cùng mở rộng đường thôn dài 400 m."


def nominate(cast: Cast, cell: str = "cell", **fields: Any) -> Nomination:
    """A draft of one of the two cells."""
    editor = {"cell": cast.chi_bo, "cell_2": cast.chi_bo_2}[cell]
    return make_nomination(getattr(cast.units, cell), editor, **{"name": NAME, **fields})


def send(nomination: Nomination, reason: str = "Đã đối chiếu.") -> None:
    submission.submit(nomination_id=nomination.pk, user=nomination.created_by, justification=reason)


@pytest.mark.parametrize(
    ("here", "there", "found"),
    [
        ({"birth_year": 1970}, {"birth_year": 1970, "cell": "cell_2"}, "person"),
        ({"birth_year": 1970}, {"birth_year": 1971, "cell": "cell_2"}, ""),
        ({"birth_year": None}, {"birth_year": 1971, "cell": "cell_2"}, "name"),
        ({"birth_year": None}, {"birth_year": 1971}, "person"),
        ({"name": "trieu thi song  sinh"}, {"name": "TRIỆU THỊ SONG SINH", "cell": "cell_2"}, "person"),
        ({"achievement": DEED}, {"name": "Ma Văn Khác", "achievement": f" {DEED.upper()}", "cell": "cell_2"}, "deed"),
        ({}, {"name": "Ma Văn Khác", "cell": "cell_2"}, ""),
    ],
)  # fmt: skip
def test_match__is_told_by_name_with_year_or_unit_or_by_the_deed(
    cast: Cast, here: dict[str, Any], there: dict[str, Any], found: str
) -> None:
    other = nominate(cast, **there)
    Nomination.objects.filter(pk=other.pk).update(first_submitted_at=timezone.now())
    matches = matches_of(nominate(cast, **here))
    kinds = {"person": (True, False), "deed": (False, True), "name": (False, False)}
    assert [(match.same_person, match.same_deed) for match in matches] == ([kinds[found]] if found else [])


def test_match__another_units_draft_is_told_of_to_nobody(cast: Cast) -> None:
    nominate(cast, "cell_2")
    assert matches_of(nominate(cast)) == []


def test_match__a_masked_entry_is_not_found_again(cast: Cast) -> None:
    masked(cast)
    assert matches_of(nominate(cast, name="Hoàng Thị Bí Mật")) == []


def test_mask__leaves_nothing_by_which_the_deed_is_found(cast: Cast) -> None:
    nomination = published(cast, achievement=DEED)
    publication.mask(entry_id=nomination.entry_id or 0, user=cast.tinh_bt, reason="Theo yêu cầu.")
    nomination.refresh_from_db()
    assert (nomination.folded, nomination.deed_key) == ("", "")
    assert matches_of(nominate(cast, achievement=DEED)) == []


def test_submission__of_somebody_alike_needs_a_justification_that_stays_on_record(cast: Cast) -> None:
    make_entry(cast.units.cell_2, name=NAME)
    nomination = nominate(cast, birth_year=None, kind="individual")
    nomination.birth_year = 1970
    nomination.save()
    with pytest.raises(IncompleteError) as refused:
        send(nomination, reason=" ")
    assert [gap.field for gap in refused.value.gaps] == ["justification"]
    send(nomination, reason="Việc làm khác, năm khác.")
    assert nomination.records.get(action=Action.SUBMIT).justification == "Việc làm khác, năm khác."


def test_resubmission__asks_again_only_for_somebody_found_since(cast: Cast) -> None:
    make_entry(cast.units.cell, name=NAME)
    nomination = nominate(cast)
    send(nomination)
    for alike_since in (False, True):
        decide(nomination, cast.bi_thu, a_return(justification="Vẫn thiếu."))
        if alike_since:
            make_entry(cast.units.cell, name=NAME)
            with pytest.raises(IncompleteError):
                send(nomination, reason="")
        send(nomination, reason="Đã đối chiếu lại." if alike_since else "")


def test_submission__by_the_dossier_keeps_the_justification_that_was_typed(cast: Cast) -> None:
    make_entry(cast.units.cell, name=NAME)
    nomination = nominate(cast, citation="")
    address = reverse("nomination_desk:submit", args=[nomination.pk])
    response = signed_in(cast.chi_bo).post(address, {"justification": "Việc làm của năm khác."})
    assert response.status_code == 422
    assert "Việc làm của năm khác." in response.content.decode()
    assert Nomination.objects.get(pk=nomination.pk).state == State.DRAFT


def test_announcement__tells_the_unit_nothing_of_a_foreign_case_and_the_province_both_sides(cast: Cast) -> None:
    foreign = nominate(cast, "cell_2", role="Người phụ trách kín")
    send(foreign, reason="")
    own = nominate(cast)
    send(own)
    page = signed_in(cast.chi_bo).get(reverse("nomination_desk:dossier", args=[own.pk])).content.decode()
    assert "similar" in page and "Khang Ninh" not in page and "Nà Mẫu 07" not in page
    beside = reverse("nomination_desk:similar_case", args=[own.pk, foreign.pk])
    for stranger in (cast.chi_bo, cast.bi_thu, cast.huyen, cast.quan_tri, cast.giam_sat):
        assert signed_in(stranger).get(beside).status_code in {302, 403, 404}
    both = signed_in(cast.tinh).get(beside).content.decode()
    assert "Người phụ trách kín" in both
    assert [found.is_visible for found in announcements(cast.tinh, own)] == [True]


def test_side_by_side__needs_two_that_are_alike(cast: Cast) -> None:
    """Two cases somebody may read are not compared by guessing numbers."""
    one, other = nominate(cast), nominate(cast, name="Ma Văn Khác", achievement="Khác hẳn.")
    entry = make_entry(cast.units.cell, name="Ma Văn Lạ")
    browser = signed_in(cast.chi_bo)
    assert browser.get(reverse("nomination_desk:similar_case", args=[one.pk, other.pk])).status_code == 404
    assert browser.get(reverse("nomination_desk:similar_entry", args=[one.pk, entry.pk])).status_code == 404


@pytest.mark.parametrize(
    ("months", "same_category", "days_ago", "expected"),
    [(12, False, 100, True), (12, False, 400, False), (0, False, 1, False), (12, True, 100, False)],
)
def test_cooldown__is_said_where_the_guideline_sets_one(
    cast: Cast, months: int, same_category: bool, days_ago: int, expected: bool
) -> None:
    from tests.factories import make_category

    guideline = make_guideline(cooldown_months=months, cooldown_same_category=same_category)
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    make_entry(cast.units.cell, name=NAME, registered_on=day, category=make_category("khac", "Việc khác"))
    (match,) = matches_of(nominate(cast, guideline=guideline))
    assert match.in_cooldown is expected


def test_matches__cost_the_same_queries_in_a_full_book(cast: Cast) -> None:
    nomination = nominate(cast)
    make_entry(cast.units.cell, name=NAME)
    counts = []
    for more in (0, 30):
        for _turn in range(more):
            make_entry(cast.units.cell, name=NAME)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(matches_of(nomination)) <= 20
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 2

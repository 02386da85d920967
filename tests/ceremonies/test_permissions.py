"""Who records whose ceremony: through HTTP, with foreign units and foreign ids."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from honors.models import Ceremony
from tests.cast import Cast
from tests.ceremonies.factories import ADD, LIST, MONDAY, address, make_ceremony, posted, salute
from tests.factories import make_assignment
from tests.workflows.web import signed_in
from workflows.models import Role

pytestmark = pytest.mark.django_db
# What each person is answered: list, form of a new one, form of the cell's, saving the cell's.
ANSWERS = {
    "chi_bo": (200, 200, 200, 302),
    "tinh_bt": (200, 200, 200, 302),
    "bi_thu": (200, 403, 403, 403),
    "huyen": (200, 403, 403, 403),
    "tinh": (200, 403, 403, 403),
    "chi_bo_2": (200, 200, 404, 404),
    "bi_thu_2": (200, 403, 404, 404),
    "huyen_2": (200, 403, 404, 404),
    "quan_tri": (403, 403, 404, 404),
    "bien_tap": (403, 403, 404, 404),
    "giam_sat": (403, 403, 404, 404),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_screens__answer_each_person_by_assignment_alone(cast: Cast, name: str) -> None:
    salute(cast.units.cell, cast.units.cell_2)
    ceremony = make_ceremony(cast.units.cell)
    client = signed_in(cast.everybody[name])
    gets = tuple(_status(client.get(path)) for path in (LIST, ADD, address(ceremony)))
    changed = _status(client.post(address(ceremony), posted(cast.units.cell)))
    assert (*gets, changed) == ANSWERS[name]
    if changed != 302:
        ceremony.refresh_from_db()
        assert ceremony.attended is None


def _status(answer: Any) -> int:
    """The admin sends away with a redirect to its own front page whom it refuses."""
    refused = answer.status_code == 302 and answer.url.rstrip("/").endswith("/admin")
    return 403 if refused else int(answer.status_code)


def test_matrix__knows_everybody(cast: Cast) -> None:
    assert set(ANSWERS) == set(cast.everybody)


def test_record__for_a_foreign_unit_alone_or_beside_the_own_is_refused(cast: Cast) -> None:
    salute(cast.units.cell, cast.units.cell_2)
    client = signed_in(cast.chi_bo)
    for units in ([cast.units.cell_2], [cast.units.cell, cast.units.cell_2]):
        answer = client.post(ADD, posted(*units))
        assert answer.status_code == 422
        assert "units" in answer.context["form"].errors
    assert not Ceremony.objects.exists()


def test_record__of_a_neighbour_without_the_own_unit_is_refused(cast: Cast) -> None:
    salute(cast.units.cell, cast.units.quang_bach)
    answer = signed_in(cast.chi_bo).post(ADD, posted(cast.units.quang_bach))
    assert answer.status_code == 422
    assert "units" in answer.context["form"].errors


def test_record__lists_guests_of_the_own_district(cast: Cast) -> None:
    salute(cast.units.cell)
    answer = signed_in(cast.chi_bo).post(ADD, posted(cast.units.cell, cast.units.quang_bach))
    assert answer.status_code == 302
    assert Ceremony.objects.get().units.count() == 2


def test_record__by_the_province_editor_joins_units_of_any_district(cast: Cast) -> None:
    salute(cast.units.cell, cast.units.cell_2)
    answer = signed_in(cast.tinh_bt).post(ADD, posted(cast.units.cell, cast.units.cell_2))
    assert answer.status_code == 302


def test_record__ends_with_the_assignment(cast: Cast) -> None:
    salute(cast.units.cell)
    client = signed_in(cast.chi_bo)
    cast.chi_bo.assignments.update(until=datetime.date(2020, 12, 31))
    assert _status(client.post(ADD, posted(cast.units.cell))) != 302
    assert not Ceremony.objects.exists()


def test_amend__keeps_a_foreign_unit_listed_by_the_province_and_adds_none(cast: Cast) -> None:
    salute(cast.units.cell, cast.units.cell_2, cast.units.grassroots_cell)
    ceremony = make_ceremony(cast.units.cell, cast.units.cell_2)
    client = signed_in(cast.chi_bo)
    assert client.post(address(ceremony), posted(cast.units.cell, cast.units.cell_2)).status_code == 302
    third = posted(cast.units.cell, cast.units.cell_2, cast.units.grassroots_cell)
    assert client.post(address(ceremony), third).status_code == 422
    assert ceremony.units.count() == 2


def test_amend__cannot_give_the_ceremony_away(cast: Cast) -> None:
    salute(cast.units.cell, cast.units.cell_2)
    ceremony = make_ceremony(cast.units.cell, cast.units.cell_2)
    assert signed_in(cast.chi_bo).post(address(ceremony), posted(cast.units.cell_2)).status_code == 422


def test_list__holds_no_foreign_ceremony(cast: Cast) -> None:
    salute(cast.units.cell, cast.units.cell_2)
    make_ceremony(cast.units.cell, place="Sân nhà Nà Mẫu 15")
    make_ceremony(cast.units.cell_2, place="Sân nhà Nà Mẫu 07")
    for person, own in ((cast.chi_bo, "15"), (cast.huyen, "15"), (cast.huyen_2, "07")):
        page = signed_in(person).get(LIST)
        assert [row.place for row in page.context["rows"]] == [f"Sân nhà Nà Mẫu {own}"]
        assert page.context["counts"] == {2020: 1}


def test_list__takes_as_many_queries_for_thirty_as_for_three(cast: Cast) -> None:
    salute(cast.units.cell)
    make_assignment(cast.chi_bo, cast.units.quang_bach, Role.EDITOR)
    client = signed_in(cast.chi_bo)
    counts = []
    for number in (3, 27):
        for _again in range(number):
            day = MONDAY + datetime.timedelta(days=Ceremony.objects.count())
            make_ceremony(cast.units.cell, cast.units.quang_bach, held_on=day)
        client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("number", ["9" * 18, "9" * 40])
def test_record__for_a_number_no_unit_has_is_refused(number: str, cast: Cast) -> None:
    salute(cast.units.cell)
    answer = signed_in(cast.chi_bo).post(ADD, {**posted(cast.units.cell), "units": [number]})
    assert answer.status_code == 422
    assert "units" in answer.context["form"].errors

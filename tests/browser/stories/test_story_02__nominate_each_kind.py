"""Story 2: a cell secretary nominates a person, a household and a collective, each with its own fields."""

from __future__ import annotations

import pytest

from tests.browser import acts
from tests.browser.conftest import Visit
from tests.cast import Cast
from tests.factories import make_category, make_guideline
from workflows.models import Nomination

CATEGORY = "Hiến đất làm đường"
OWN_FIELDS = {
    "individual": {"birth_year": "1970", "role": "trưởng thôn"},
    "household": {"head_name": "Nông Văn Ứng (mẫu)", "member_count": "5"},
    "collective": {"head_name": "Ma Thị Mai (mẫu)", "member_count": "12"},
}
ALL_FIELDS = {name for fields in OWN_FIELDS.values() for name in fields}


@pytest.mark.parametrize("kind", OWN_FIELDS)
def test_secretary__fills_the_fields_of_the_kind_and_sees_no_other(visit: Visit, live_cast: Cast, kind: str) -> None:
    make_guideline()
    make_category(name=CATEGORY)
    secretary = visit(user="chi-bo", width=360)
    secretary.go("/admin/nominations/add/")
    secretary.page.select_option("[name=kind]", kind)
    visible = {name for name in ALL_FIELDS if secretary.page.locator(f"[name={name}]").is_visible()}
    assert visible == set(OWN_FIELDS[kind])
    secretary.page.select_option("[name=category]", label=CATEGORY)
    acts.fill(secretary, {**acts.FIRST_WORDS, **OWN_FIELDS[kind]})
    assert secretary.send(secretary.page.locator(acts.SAVE)) == 200
    saved = Nomination.objects.get()
    assert {name: str(getattr(saved, name)) for name in OWN_FIELDS[kind]} == OWN_FIELDS[kind]
    for value in OWN_FIELDS[kind].values():
        assert value in secretary.text

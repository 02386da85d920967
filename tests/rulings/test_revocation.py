"""A revoked decision strikes its entries through and deletes nothing; only reviewers of the province revoke."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from honors.figures.asked import View
from honors.figures.totals import totals
from honors.models import Commendation, Decision, EntryState, RegisterEntry
from honors.rulings import give_praise, propose_praise
from honors.services import mask_entry
from tests.cast import Cast
from tests.factories import make_entry
from tests.figures.changes import NEW_YEARS_EVE, enter, moment
from tests.rulings.rulings import at, make_decision, make_form
from tests.workflows.web import signed_in

pytestmark = pytest.mark.django_db
POSTED = {
    "decision_number": "77-QĐ/TU", "decision_signed_on": "2021-03-02", "decision_issuer": "Tỉnh ủy (mẫu)",
    "reason": "Kê khai không đúng", "with_entries": "entries",
}  # fmt: skip


@pytest.fixture
def listed(cast: Cast) -> tuple[Decision, list[RegisterEntry]]:
    """A decision that praises three entries, one of them taken down since, and proposes one higher."""
    entries = [enter(cast.units.cell, name=f"Người {n} (mẫu)") for n in range(2)] + [make_entry(cast.units.cell_2)]
    decision = make_decision()
    give_praise(entry_ids=[row.pk for row in entries], form=make_form(), actor=cast.tinh_bt, decision_id=decision.pk)
    Commendation.objects.update(recorded_at=moment(datetime.date(2020, 11, 12)))
    high = make_form("bang-khen", rank=20)
    propose_praise(entry_ids=[entries[0].pk], form=high, decision_id=decision.pk, actor=cast.tinh_bt)
    mask_entry(entry_id=entries[2].pk, actor=cast.tinh_bt)
    return decision, entries


def states() -> list[str]:
    return list(RegisterEntry.objects.order_by("pk").values_list("state", flat=True))


def test_revocation__strikes_entries_and_praise_and_deletes_nothing(
    cast: Cast, listed: tuple[Decision, list[RegisterEntry]]
) -> None:
    decision, entries = listed
    forms = totals(at=NEW_YEARS_EVE, view=View.RECORDED).forms
    assert sum(forms.values()) == 2
    answer = signed_in(cast.tinh).post(at(decision, "revoke/"), POSTED)
    assert answer.status_code == 302
    decision.refresh_from_db()
    assert decision.revoked_by is not None
    assert decision.revoked_by.number == "77-QĐ/TU"
    assert states() == [EntryState.REVOKED, EntryState.REVOKED, EntryState.MASKED]
    assert Commendation.objects.count() == 3
    assert not Commendation.objects.standing().exists()
    assert not decision.proposals.filter(settled_at=None).exists()
    assert totals(at=NEW_YEARS_EVE, view=View.RECORDED).forms == forms
    for row in entries[:2]:
        assert [event.decision for event in row.events.filter(kind="revoked")] == [decision.revoked_by]
    page = signed_in(cast.chi_bo).get(at(decision.revoked_by)).content.decode()
    assert f"/admin/register/{entries[0].pk}/" in page
    ledger = Client().get("/so-ghi-danh/").content.decode()
    assert "77-QĐ/TU" in ledger


def test_revocation__may_leave_the_entries(cast: Cast, listed: tuple[Decision, list[RegisterEntry]]) -> None:
    decision, _entries = listed
    answer = signed_in(cast.tinh).post(at(decision, "revoke/"), {**POSTED, "with_entries": "praise"})
    assert answer.status_code == 302
    assert states() == [EntryState.ACTIVE, EntryState.ACTIVE, EntryState.MASKED]
    assert not Commendation.objects.standing().exists()


@pytest.mark.parametrize(
    "changed",
    [{"decision_signed_on": "2020-01-02"}, {"reason": ""}, {"decision_number": ""},
     {"decision_number": "983-QĐ/TU", "decision_signed_on": "2020-11-10"}],
    ids=["earlier", "no-reason", "no-number", "itself"],
)  # fmt: skip
def test_revocation__that_names_no_fitting_decision_changes_nothing(
    cast: Cast, listed: tuple[Decision, list[RegisterEntry]], changed: dict[str, Any]
) -> None:
    answer = signed_in(cast.tinh).post(at(listed[0], "revoke/"), {**POSTED, **changed})
    assert answer.status_code == 422
    assert states() == [EntryState.ACTIVE, EntryState.ACTIVE, EntryState.MASKED]
    assert Commendation.objects.standing().count() == 3
    assert Decision.objects.count() == 1


def test_revocation__by_anybody_else_or_twice_is_refused(
    cast: Cast, listed: tuple[Decision, list[RegisterEntry]]
) -> None:
    decision, _entries = listed
    for name, person in cast.everybody.items():
        if name != "tinh":
            signed_in(person).post(at(decision, "revoke/"), POSTED)
    assert Commendation.objects.standing().count() == 3
    client = signed_in(cast.tinh)
    assert client.post(at(decision, "revoke/"), POSTED).status_code == 302
    assert client.post(at(decision, "revoke/"), {**POSTED, "decision_number": "78-QĐ/TU"}).status_code == 422
    assert signed_in(cast.tinh_bt).post(at(decision, "entries/"), {"form": 1, "entry": [1]}).status_code == 422

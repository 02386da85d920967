"""Corrections: recorded, shown everywhere, and never a change of the past."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from honors.amendments import amend_entry
from honors.chain.checking import first_fault
from honors.figures.asked import View
from honors.figures.totals import totals
from honors.models import EntryEvent, HonoreePage, RegisterEntry
from honors.services import mask_entry
from tests.cast import Cast
from tests.factories import make_category, make_entry
from tests.figures.changes import enter
from tests.public.reading import read
from tests.workflows.effects import without_effect
from tests.workflows.web import signed_in

pytestmark = pytest.mark.django_db

WHY = "Đối chiếu với sổ giấy (mẫu)."


def amended(entry: RegisterEntry, cast: Cast, **changes: Any) -> RegisterEntry:
    return amend_entry(entry_id=entry.pk, changes=changes, reason=WHY, actor=cast.tinh_bt)


def test_amendment__shows_in_profile_register_search_and_keeps_what_stood(cast: Cast) -> None:
    entry = make_entry(cast.units.cell, name="Nông Văn Sai (mẫu)", citation="Hiến 31 m² đất.")
    amended(entry, cast, honoree_name="Nông Văn Đúng (mẫu)", citation="Hiến 310 m² đất.")
    page = HonoreePage.objects.get(pk=entry.page_id)
    for address in (page.url, "/so-ghi-danh/", "/so-ghi-danh.csv", "/so-ghi-danh/?q=nong+van+dung"):
        said = read(address)
        assert "Nông Văn Đúng" in said and "310 m²" in said, address
        assert "Nông Văn Sai" not in said and "31 m²" not in said, address
    assert "Nông Văn" not in read("/so-ghi-danh/?q=nong+van+sai").split("<main")[1].replace("nong van sai", "")
    events = list(entry.events.order_by("seq"))
    assert events[0].values["honoree_name"] == "Nông Văn Sai (mẫu)"
    assert events[1].values == {
        "honoree_name": "Nông Văn Đúng (mẫu)", "citation": "Hiến 310 m² đất.", "reason": WHY,
    }  # fmt: skip
    assert (events[1].kind, events[1].actor) == (EntryEvent.Kind.AMENDED, cast.tinh_bt)
    assert first_fault(entry.register_id) is None


def test_amendment__leaves_what_the_profile_says_otherwise(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    page = HonoreePage.objects.get(pk=entry.page_id)
    page.role = "nguyên trưởng thôn"
    page.save()
    draft = page.save_revision()
    amended(entry, cast, role="phó thôn", honorific="bà")
    page.refresh_from_db()
    draft.refresh_from_db()
    assert (page.role, page.honorific) == ("nguyên trưởng thôn", "bà")
    assert (draft.content["role"], draft.content["honorific"]) == ("nguyên trưởng thôn", "bà")


def test_amendment__never_changes_totals_as_recorded(cast: Cast) -> None:
    other = make_category("khac", "Việc khác")
    entry = enter(cast.units.cell)
    enter(cast.units.cell_2)
    days = [datetime.date(2020, 10, 22), datetime.date(2020, 12, 31)]
    before = [totals(at=day, view=View.RECORDED).cells for day in days]
    amended(entry, cast, category=other, kind="household", honorific="hộ ông")
    assert [totals(at=day, view=View.RECORDED).cells for day in days] == before
    assert totals(at=days[1], view=View.TODAY).by_category[other.pk] == 1
    assert totals(at=datetime.date.today(), view=View.RECORDED).by_kind["household"] == 1


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({"honoree_name": "  "}, WHY, "honoree_name"),
        ({"honoree_name": "Dài" * 70}, WHY, "honoree_name"),
        ({"role": "x\x00y"}, WHY, "role"),
        ({"kind": "robot"}, WHY, "kind"),
        ({"number": 7}, WHY, "number"),
        ({"registered_on": datetime.date(2019, 1, 1)}, WHY, "registered_on"),
        ({"role": "phó thôn"}, " ", "reason"),
        ({}, WHY, "__all__"),
    ],
)
def test_amendment__that_cannot_be_written_is_refused_by_field(
    changes: dict[str, Any], reason: str, field: str, cast: Cast
) -> None:
    entry = make_entry(cast.units.cell)
    with without_effect(), pytest.raises(ValidationError) as refused:
        amend_entry(entry_id=entry.pk, changes=changes, reason=reason, actor=cast.tinh_bt)
    found = getattr(refused.value, "error_dict", {"__all__": []})
    assert set(found) == {field}


def test_amendment__of_an_entry_that_does_not_stand_is_refused(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    mask_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    with without_effect(), pytest.raises(ValidationError):
        amended(entry, cast, role="phó thôn")


def posted(entry: RegisterEntry, **changes: Any) -> dict[str, Any]:
    """What the form sends as the entry stands, with some fields changed."""
    fields = ("honoree_name", "honorific", "role", "kind", "citation")
    return {name: getattr(entry, name) for name in fields} | {"category": entry.category_id, "reason": WHY} | changes


def test_screen__corrects_and_tells_the_history_in_sentences(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    browser, address = signed_in(cast.tinh_bt), reverse("nomination_desk:amend_entry", args=[entry.pk])
    assert browser.get(address).context["form"].initial["role"] == "trưởng thôn"
    decision = {"decision_number": "9-QĐ/TU", "decision_signed_on": "2021-02-01", "decision_issuer": "Tỉnh ủy (mẫu)"}
    assert browser.post(address, posted(entry, role="phó thôn", **decision)).status_code == 302
    said = browser.get(reverse("nomination_desk:entry", args=[entry.pk])).content.decode()
    assert "<del>trưởng thôn</del>" in said and "<ins>phó thôn</ins>" in said
    assert WHY in said and "9-QĐ/TU" in said and str(cast.tinh_bt) in said
    assert entry.events.get(seq=2).decision is not None


def test_screen__keeps_what_was_typed_and_says_what_is_wrong(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    browser, address = signed_in(cast.tinh_bt), reverse("nomination_desk:amend_entry", args=[entry.pk])
    for changes, field in (
        ({"role": "phó thôn", "decision_number": "9-QĐ/TU"}, "decision_issuer"),
        ({"role": "phó thôn", "reason": ""}, "reason"),
        ({"honoree_name": "", "role": "phó thôn"}, "honoree_name"),
    ):
        with without_effect():
            answer = browser.post(address, posted(entry, **changes))
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert "phó thôn" in answer.content.decode()
    with without_effect():
        assert browser.post(address, posted(entry)).status_code == 422


def test_screens__are_open_to_whoever_the_act_belongs_to_and_to_nobody_else(cast: Cast) -> None:
    active, masked = make_entry(cast.units.cell), make_entry(cast.units.cell)
    mask_entry(entry_id=masked.pk, actor=cast.tinh_bt)
    may = {"amend_entry": {"tinh_bt"}, "revoke_entry": {"tinh"}, "erase_entry": {"tinh_bt"}}
    readers = {"chi_bo", "bi_thu", "huyen", "tinh", "tinh_bt"}
    browsers = {name: signed_in(person) for name, person in cast.everybody.items()} | {"stranger": Client()}
    for name, people in may.items():
        address = reverse(f"nomination_desk:{name}", args=[masked.pk if name == "erase_entry" else active.pk])
        for who, browser in browsers.items():
            found = browser.get(address).status_code
            inside = {403, 302} if who in readers else {404, 302, 403}
            assert found == 200 if who in people else found in inside, (name, who, found)
            if who not in people:
                with without_effect():
                    browser.post(address, posted(active, role="x") | {"certain": "on"})
    foreign = reverse("nomination_desk:amend_entry", args=[10**6])
    assert browsers["tinh_bt"].get(foreign).status_code == 404

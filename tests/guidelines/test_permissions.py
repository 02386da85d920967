"""Who may manage the guideline, and every way round the rule that a version which held never changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from honors.models import HonoreeKind
from tests.cast import Cast
from tests.factories import make_category, make_guideline, make_nomination
from tests.guidelines.posts import form_data
from tests.walk import addresses
from tests.workflows.stages import STAGES
from tests.workflows.web import signed_in
from workflows.models import CalendarDay, Criterion, Guideline, Round
from workflows.permissions import visible_nominations

pytestmark = pytest.mark.django_db
OTHERS = ("chi_bo", "bi_thu", "huyen", "tinh", "tinh_bt", "bien_tap")
PREFIXES = ("/admin/guidelines/", "/admin/rounds/", "/admin/calendar/")


def snapshot() -> list[Any]:
    tables: list[Any] = [Guideline, Criterion, Round, CalendarDay]
    return [list(table.objects.order_by("pk").values()) for table in tables]


def at(address: str, version: Guideline) -> str:
    return address.replace("/1/", f"/{version.pk}/")


def every_address() -> list[str]:
    return [address for prefix in PREFIXES for address in addresses(prefix)]


def test_addresses__are_these() -> None:
    assert [address.removeprefix("/admin/guidelines/") for address in addresses("/admin/guidelines/")] == [
        "",
        "1/",
        "1/compare/",
        "1/compare/1/",
        "1/delete/",
        "1/edit/",
        "1/file/",
        "1/preview/",
        "1/put-in-force/",
        "1/succeed/",
        "add/",
    ]


@pytest.mark.parametrize("who", OTHERS)
def test_every_screen__is_closed_to_everybody_else(cast: Cast, who: str) -> None:
    version = make_guideline(state=Guideline.State.DRAFT)
    browser, before = signed_in(cast.everybody[who]), snapshot()
    for address in every_address():
        for response in (
            browser.get(at(address, version)),
            browser.post(at(address, version), {**form_data(version), "accepts": "on", "year": "2030"}),
        ):
            assert response.status_code in {302, 405}, address
            assert response.get("Location", "/admin/") == "/admin/", address
    assert snapshot() == before


def test_every_screen__sends_strangers_to_sign_in() -> None:
    for address in every_address():
        for response in (Client().get(address), Client().post(address)):
            assert response["Location"].startswith("/accounts/login/"), address


@pytest.mark.parametrize("who", ["quan_tri", "giam_sat"])
def test_screens__open_for_administrators_and_superusers(cast: Cast, who: str) -> None:
    version = make_guideline(state=Guideline.State.DRAFT)
    browser = signed_in(cast.everybody[who])
    for address in every_address():
        status = browser.get(at(address, version)).status_code
        expected = {"succeed/": 405, "file/": 404, "prefill/": 405, "compare/": 404}
        known = next((code for end, code in expected.items() if address.endswith(f"/{end}")), 200)
        if "/rounds/" in address or ("/calendar/" in address and known == 200):
            assert status in {200, 404}, address
        else:
            assert status == known, address


@pytest.mark.parametrize("state", [Guideline.State.IN_FORCE, Guideline.State.REPLACED])
def test_version__that_ever_held_is_out_of_reach_of_every_address(cast: Cast, state: str) -> None:
    version = make_guideline(state=state, number="435/HD-UBND")
    data = {**form_data(version, title="Đã bị sửa"), "accepts": "on", "state": "draft"}
    before = [snapshot()[0][0], snapshot()[1]]
    for who in ("quan_tri", "giam_sat"):
        browser = signed_in(cast.everybody[who])
        for address in addresses("/admin/guidelines/"):
            if not address.endswith(("/succeed/", "/add/")):
                assert browser.post(at(address, version), data).status_code in {302, 405}, address
    assert [snapshot()[0][0], snapshot()[1]] == before


def test_form__cannot_name_state_predecessor_or_another_version(cast: Cast) -> None:
    held, draft = make_guideline(), make_guideline("2-HD/BTGTU", state=Guideline.State.DRAFT)
    data = form_data(draft, state="in_force", predecessor=held.pk, guideline=held.pk, replaced_on="2020-01-01")
    data["criteria-0-guideline"] = held.pk
    signed_in(cast.quan_tri).post(reverse("guidelines:edit", args=[draft.pk]), data)
    draft.refresh_from_db()
    assert (draft.state, draft.predecessor, draft.replaced_on) == (Guideline.State.DRAFT, None, None)
    assert held.criteria.count() == draft.criteria.count() == 3


def test_put_in_force__asks_to_read_the_list_first(cast: Cast) -> None:
    draft = make_guideline(state=Guideline.State.DRAFT)
    browser, address = signed_in(cast.quan_tri), reverse("guidelines:put_in_force", args=[draft.pk])
    assert cast.units.bloc.label in browser.get(address).content.decode()
    assert browser.post(address).status_code == 422
    assert not Guideline.objects.in_force().exists()
    assert browser.post(address, {"accepts": "on"}).status_code == 302
    assert Guideline.objects.in_force().get() == draft


def test_preview__answers_administrators_for_an_invented_nominee(cast: Cast) -> None:
    version, category = make_guideline(), make_category()
    version.criteria.filter(position=1).update(kind=HonoreeKind.COLLECTIVE)
    profile: dict[str, Any] = {"kind": "individual", "category": category.pk, "unit": cast.units.cell.pk}
    page = signed_in(cast.quan_tri).get(reverse("guidelines:preview", args=[version.pk]), profile).content.decode()
    assert "Huyện ủy Chợ Đồn" in page
    assert "Không có khiếu nại" in page
    assert "Việc làm có thật" not in page


def test_preview__of_a_nomination_is_for_those_who_read_it(cast: Cast) -> None:
    nomination = STAGES["at_district"](cast)
    draft = make_guideline("2-HD/BTGTU", state=Guideline.State.DRAFT)
    held = nomination.guideline
    for person in cast.everybody.values():
        reads = visible_nominations(person).filter(pk=nomination.pk).exists()
        at_province = person in (cast.tinh, cast.tinh_bt)
        for version, status in ((held, 200 if reads else 404), (draft, 200 if reads and at_province else 404)):
            address = reverse("guidelines:preview", args=[version.pk])
            response = signed_in(person).get(address, {"nomination": nomination.pk})
            assert response.status_code == status, (person.username, version.state)
            assert (nomination.display_name in response.content.decode()) == (status == 200)
    assert visible_nominations(cast.tinh).filter(pk=nomination.pk).exists()


@pytest.mark.parametrize("text", ["", "0", "-1", "x", "9" * 30, "٣", "1 or 1=1"])
def test_preview__of_what_is_no_nomination_answers_404(cast: Cast, text: str) -> None:
    version = make_guideline()
    address = reverse("guidelines:preview", args=[version.pk])
    for person in (cast.tinh, cast.quan_tri):
        assert signed_in(person).get(address, {"nomination": text}).status_code == 404


def test_preview__says_what_a_nomination_would_lack_and_changes_nothing(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    other = make_guideline("2-HD/BTGTU", state=Guideline.State.REPLACED)
    other.documents.create(position=3, name="Giấy xác nhận của thôn")
    address = reverse("guidelines:preview", args=[other.pk])
    page = signed_in(cast.chi_bo).get(address, {"nomination": nomination.pk}).content.decode()
    assert "Giấy xác nhận của thôn" in page
    # What it brought under its own version counts where it is called the same.
    assert "Bổ sung giấy tờ “Báo cáo thành tích”" not in page
    nomination.refresh_from_db()
    assert nomination.guideline != other

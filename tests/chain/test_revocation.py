"""Revocation and erasure: an entry struck through, and words that are gone while the chain still holds."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from honors.chain.checking import first_fault
from honors.erasure import erase_entry_fields
from honors.figures.asked import View
from honors.figures.totals import totals
from honors.models import Decision, EntryEvent, EntryState, HonoreePage, ImmutableRecordError, RegisterEntry
from honors.revocation import revoke_entries, revoke_entry
from honors.services import mask_entry
from tests.cast import Cast
from tests.factories import make_decision, make_entry
from tests.figures.changes import NEW_YEARS_EVE, enter
from tests.public.reading import read
from tests.workflows.effects import without_effect
from tests.workflows.stages import published
from tests.workflows.web import REVOCATION, signed_in
from workflows.models import Nomination
from workflows.states import State

pytestmark = pytest.mark.django_db

WHY = "Khai không đúng (mẫu)."


def test_revoked_entry__stays_struck_through_counts_no_more_and_its_profile_is_gone(cast: Cast) -> None:
    entry, kept = enter(cast.units.cell, name="Nông Văn Thu (mẫu)"), enter(cast.units.cell)
    before = totals(at=NEW_YEARS_EVE, view=View.RECORDED).cells
    page = HonoreePage.objects.get(pk=entry.page_id)
    revoke_entry(entry_id=entry.pk, decision=make_decision(), reason=WHY, actor=cast.tinh)
    assert "77-QĐ/TU" in read("/so-ghi-danh/")
    assert "Nông Văn Thu" in read("/so-ghi-danh/")
    assert cast.chi_bo and page.url
    page.refresh_from_db()
    assert not page.live
    assert totals(at=NEW_YEARS_EVE, view=View.TODAY).total == 1
    assert totals(at=NEW_YEARS_EVE, view=View.RECORDED).cells == before
    assert "77-QĐ/TU" in read(f"/xac-minh/{entry.verification_code}/")
    assert "77-QĐ/TU" not in read(f"/xac-minh/{kept.verification_code}/")
    assert first_fault(entry.register_id) is None


def test_whole_decision__is_revoked_or_nothing_of_it(cast: Cast) -> None:
    entries = [make_entry(unit) for unit in (cast.units.cell, cast.units.cell_2, cast.units.cell)]
    ids = [entry.pk for entry in entries]
    masked = make_entry(cast.units.cell)
    mask_entry(entry_id=masked.pk, actor=cast.tinh_bt)
    for wrong in ([*ids, masked.pk], [*ids, 10**6]):
        with without_effect(), pytest.raises(ValidationError):
            revoke_entries(entry_ids=wrong, decision=make_decision("1-QĐ/TU"), reason=WHY, actor=cast.tinh)
    revoke_entries(entry_ids=ids, decision=make_decision(), reason=WHY, actor=cast.tinh)
    assert RegisterEntry.objects.filter(state=EntryState.REVOKED).count() == 3
    assert all(first_fault(entry.register_id) is None for entry in entries)


def test_screen__revokes_with_a_decision_and_ends_the_dossier(cast: Cast) -> None:
    nomination = published(cast)
    address = reverse("nomination_desk:revoke_entry", args=[nomination.entry_id])
    browser = signed_in(cast.tinh)
    for missing in REVOCATION:
        with without_effect():
            assert browser.post(address, REVOCATION | {missing: ""}).status_code == 422
    assert browser.post(address, REVOCATION).status_code == 302
    nomination = Nomination.objects.get(pk=nomination.pk)
    assert nomination.state == State.REVOKED
    assert nomination.entry is not None and nomination.entry.state == EntryState.REVOKED
    assert nomination.records.get(action="revoke").actor == cast.tinh
    with without_effect():
        assert browser.post(address, REVOCATION).status_code == 302
    assert Decision.objects.count() == 1


def test_erased_fields__are_gone_everywhere_and_the_chain_still_verifies(cast: Cast) -> None:
    entry, other = make_entry(cast.units.cell, name="Hoàng Thị Bí Mật (mẫu)"), make_entry(cast.units.cell)
    with pytest.raises(ValidationError):
        erase_entry_fields(entry_id=entry.pk, actor=cast.tinh_bt)
    mask_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    before = entry.register.events.get(position=1).all_commitments()
    address = reverse("nomination_desk:erase_entry", args=[entry.pk])
    assert signed_in(cast.tinh_bt).post(address, {"certain": "on"}).status_code == 302
    stored = RegisterEntry.objects.get(pk=entry.pk)
    assert (stored.honoree_name, stored.citation, stored.number) == ("", "", 1)
    first = stored.events.get(seq=1)
    assert not {"honoree_name", "citation"} & (first.values.keys() | first.salts.keys())
    assert first.all_commitments() == before
    assert stored.events.get(seq=3).values == {"erased": "citation,honoree_name,honorific,reason,role"}
    assert first_fault(entry.register_id) is None
    assert RegisterEntry.objects.get(pk=other.pk).honoree_name


def test_erasure__without_an_event_that_says_so_is_found(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    mask_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    entry.events.get(seq=1).erase({"citation"})
    fault = first_fault(entry.register_id)
    assert fault is not None and fault.number == 1
    with pytest.raises(ImmutableRecordError):
        EntryEvent.objects.get(entry=entry, seq=1).save()

"""The public files of the chain: a stranger verifies them alone, and reads nothing the register does not show."""

from __future__ import annotations

import copy
import datetime
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client

from honors.amendments import amend_entry
from honors.chain.checking import first_fault
from honors.chain.heads import keep_heads
from honors.erasure import erase_entry_fields
from honors.models import ChainHead, EntryEvent, Register, RegisterEntry
from honors.revocation import revoke_entry
from honors.services import mask_entry, unpublish_entry
from portal.timetable import run_jobs
from tests.cast import Cast
from tests.chain.stranger import verify, verify_against
from tests.factories import make_category, make_decision, make_entry

pytestmark = pytest.mark.django_db

CHAIN, HEADS = "/so-ghi-danh/chuoi/X029-2020.json", "/so-ghi-danh/dau-so.json"


@pytest.fixture
def book(cast: Cast) -> list[RegisterEntry]:
    """A register of 2020 with an entry of every fate."""
    unit, poor = cast.units.cell, make_category("thoat-ngheo", "Thoát nghèo", public_label="Gương", sensitive=True)
    secret: dict[str, Any] = {"role": "vai bí mật", "citation": "việc bí mật"}
    opened = ["publish"]
    entries = [
        make_entry(unit, name="Nông Văn Một (mẫu)"),
        make_entry(unit, name="Nông Văn Sai (mẫu)", citation="Việc sai."),
        make_entry(unit, name="Nông Văn Ba (mẫu)", category=poor, bases=opened),
        make_entry(unit, name="Bí Mật Bốn", published=False, **secret),
        make_entry(unit, name="Bí Mật Năm", **secret),
        make_entry(unit, name="Bí Mật Sáu", **secret),
        make_entry(unit, name="Bí Mật Bảy", is_minor=True, birth_year=datetime.date.today().year - 9, bases=opened),
        make_entry(unit, name="Nông Văn Tám (mẫu)"),
    ]
    changes = {"honoree_name": "Nông Văn Đúng (mẫu)", "citation": "Việc đúng."}
    amend_entry(entry_id=entries[1].pk, changes=changes, reason="lý do bí mật", actor=cast.tinh_bt)
    unpublish_entry(entry_id=entries[4].pk, actor=cast.tinh_bt)
    mask_entry(entry_id=entries[5].pk, actor=cast.tinh_bt)
    erase_entry_fields(entry_id=entries[5].pk, actor=cast.tinh_bt)
    revoke_entry(entry_id=entries[7].pk, decision=make_decision(), reason="lý do bí mật", actor=cast.tinh)
    return entries


def read(address: str = CHAIN) -> dict[str, Any]:
    """A public file as a stranger gets it."""
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate" or "public" in answer["Cache-Control"]
    found: dict[str, Any] = json.loads(b"".join(answer) if answer.streaming else answer.content)
    return found


def test_stranger__verifies_every_register_without_our_code(book: list[RegisterEntry]) -> None:
    chain, heads = read(), read(HEADS)
    verify(chain)
    assert chain["length"] == 12
    assert heads["registers"]["X029-2020"]["head"] == chain["head"]
    assert heads["registers"]["X029-2020"]["chain"].endswith(CHAIN)


def test_stranger__finds_any_byte_that_was_changed(book: list[RegisterEntry]) -> None:
    chain = read()
    for change in ("hash", "at", "kind"):
        forged = copy.deepcopy(chain)
        forged["events"][4][change] = forged["events"][5][change] + " "
        with pytest.raises(ValueError, match="event 5"):
            verify(forged)
    for name, field in chain["events"][0]["fields"].items():
        forged = copy.deepcopy(chain)
        forged["events"][0]["fields"][name] = {**field, next(iter(field)): "khác"}
        with pytest.raises(ValueError, match="event 1"):
            verify(forged)
    for events in (chain["events"][:-1], chain["events"][1:]):
        with pytest.raises(ValueError, match=r"head|event 1"):
            verify({**chain, "events": events})


def test_file__says_what_the_register_shows_and_no_more(book: list[RegisterEntry]) -> None:
    chain = read()
    text = json.dumps(chain, ensure_ascii=False).lower()
    for private in ("bí mật", "việc sai", "nông văn sai", "thoat-ngheo", "thoát nghèo"):
        assert private not in text
    assert "nông văn đúng" in text and "việc đúng" in text and "77-qđ/tu" in text
    values = [{name for name, field in event["fields"].items() if "value" in field} for event in chain["events"]]
    row = {"number", "unit_name", "unit_place", "registered_on"}
    named = {"kind", "guideline_number", "honoree_name", "honorific", "role", "citation", "category"}
    assert values[0] == row | named
    assert values[1] == (row | named) - {"honoree_name", "citation"}
    assert values[2] == (row | named) - {"category"}
    assert values[3] == values[4] == values[5] == row
    assert "honoree_name" not in values[6]
    assert values[8] == {"honoree_name", "citation"}
    assert values[10] == {"erased"}
    assert values[11] == {"state", "decision"}
    told = RegisterEntry.objects.get(number=1)
    assert told.verification_code not in json.dumps(chain)


def test_file__follows_every_change_of_what_is_public(book: list[RegisterEntry], cast: Cast) -> None:
    assert "Nông Văn Một" in json.dumps(read(), ensure_ascii=False)
    mask_entry(entry_id=book[0].pk, actor=cast.tinh_bt)
    chain = read()
    assert "Nông Văn Một" not in json.dumps(chain, ensure_ascii=False)
    verify(chain)


@pytest.mark.parametrize("size", [8, 40])
def test_file__takes_as_many_queries_at_any_length(size: int, cast: Cast, django_assert_num_queries: Any) -> None:
    for _turn in range(size):
        make_entry(cast.units.cell)
    with django_assert_num_queries(3):
        verify(read())


@pytest.mark.parametrize("name", ["X029-2019", "X099-2020", "x029-2020", "X029", "%00-2020", "X029-99999", "-2020"])
def test_file__of_no_register_is_not_found(name: str, cast: Cast) -> None:
    make_entry(cast.units.cell)
    assert Client().get(f"/so-ghi-danh/chuoi/{name}.json").status_code == 404


def test_heads__are_kept_once_a_day_and_prove_a_book_that_was_rewritten(book: list[RegisterEntry], cast: Cast) -> None:
    assert (keep_heads(), keep_heads()) == (1, 0)
    kept = read(HEADS)
    [(_day, registers)] = kept["days"].items()
    assert registers["X029-2020"] == {"length": 12, "head": Register.objects.get().head}
    make_entry(cast.units.cell)
    assert keep_heads() == 0
    verify_against(read(), kept)
    assert first_fault(Register.objects.get().pk) is None
    # Whoever holds the database writes the last events anew, and everything in them fits.
    rewrite_from(9)
    assert read(HEADS)["registers"]["X029-2020"]["head"] != registers["X029-2020"]["head"]
    verify(read())
    with pytest.raises(ValueError, match="rewritten"):
        verify_against(read(), kept)
    fault = first_fault(Register.objects.get().pk)
    assert fault is not None and fault.position == 12


def rewrite_from(position: int) -> None:
    """Change an event and every hash after it, as somebody would who knows the construction."""
    events = list(EntryEvent.objects.select_related("entry").order_by("position"))
    previous = events[position - 2].hash
    events[position - 1].salts = dict.fromkeys(events[position - 1].salts, "0" * 32)
    for event in events[position - 1 :]:
        event.hash = previous = event.linked_to(previous)
        models.QuerySet(EntryEvent).filter(pk=event.pk).update(hash=event.hash, salts=event.salts)
    models.QuerySet(Register).update(head=previous)


def test_heads__are_kept_by_tick_and_asked_for_by_year(book: list[RegisterEntry]) -> None:
    assert run_jobs() == []
    head = ChainHead.objects.get()
    models.QuerySet(ChainHead).update(on=datetime.date(2021, 3, 4))
    assert read(HEADS)["days"] == {}
    assert list(read(f"{HEADS}?year=2021")["days"]) == ["2021-03-04"]
    assert head.head == read(HEADS)["registers"]["X029-2020"]["head"]
    for garbage in ("0", "x", "99999", "٢٠٢١"):
        assert read(f"{HEADS}?year={garbage}")["days"] == {}


def verified(*names: str) -> str:
    """What the command says."""
    said = io.StringIO()
    try:
        call_command("verify_register", *names, stdout=said)
    except CommandError as error:
        assert error.returncode == 1
        said.write(f"FAILED {error}")
    return said.getvalue()


def test_command__names_the_first_event_that_does_not_fit(book: list[RegisterEntry]) -> None:
    assert "FAILED" not in verified()
    assert "FAILED" in verified("X999-2020")
    models.QuerySet(RegisterEntry).filter(number=8).update(number=9)
    said = verified("X029-2020")
    assert "FAILED" in said and "X029-2020" in said and " 8" in said

"""Events of a register form a chain that tells the first thing somebody touched."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import models, transaction
from django.utils import timezone

from honors.chain import construction
from honors.chain.checking import first_fault
from honors.models import (
    Decision,
    EntryEvent,
    EntryState,
    ImmutableRecordError,
    MeritCategory,
    Register,
    RegisterEntry,
)
from honors.services import locked_register, mask_entry
from tests.cast import Cast
from tests.factories import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(cast: Cast) -> Register:
    """A register of four entries, the second corrected, the third revoked by decision, the fourth masked."""
    entries = [make_entry(cast.units.cell, name=f"Nông Văn {n} (mẫu)") for n in range(4)]
    decision = Decision.objects.create(number="77-QĐ/TU", signed_on=datetime.date(2021, 3, 2), issuer="Tỉnh ủy (mẫu)")
    now, kind = timezone.now(), EntryEvent.Kind
    with transaction.atomic():
        entries[1].transition(kind.AMENDED, actor=cast.tinh, at=now, citation="Đính chính.")
        entries[2].transition(kind.REVOKED, actor=cast.tinh, at=now, decision=decision, state=EntryState.REVOKED)
    mask_entry(entry_id=entries[3].pk, actor=cast.tinh_bt)
    return Register.objects.get()


def by_hand(model: type[models.Model], **where: Any) -> Any:
    """Rows as a tampering hand reaches them: past every method."""
    return models.QuerySet(model).filter(**where)


def test_register__knows_head_and_length_of_its_chain(register: Register) -> None:
    events = list(register.events.order_by("position"))
    assert [event.position for event in events] == [1, 2, 3, 4, 5, 6, 7]
    assert (register.length, register.head, register.last_number) == (7, events[-1].hash, 4)
    previous = construction.genesis(register.unit.code, 2020)
    for event in events:
        assert event.hash == event.linked_to(previous)
        previous = event.hash
    assert first_fault(register.pk) is None


def test_event__commits_to_values_with_a_salt_each_and_to_who_did_it(register: Register, cast: Cast) -> None:
    event = register.events.get(position=6)
    assert event.values == {"state": "revoked", "decision": "77-QĐ/TU · Tỉnh ủy (mẫu) · 2021-03-02"}
    assert event.fields()["actor"] == str(cast.tinh.pk)
    assert event.salts.keys() == {"state", "decision", "actor"}
    assert len({salt for event in register.events.all() for salt in event.salts.values()}) == sum(
        len(event.salts) for event in register.events.all()
    )
    first = register.events.get(position=1)
    assert all(isinstance(value, str) for value in first.values.values())
    assert (first.values["number"], first.values["category"]) == ("1", "hien-dat")


TAMPERINGS: dict[str, tuple[Callable[[Register], Any], tuple[int | None, int | None]]] = {
    "a citation": (lambda r: by_hand(RegisterEntry, number=1).update(citation="Khác."), (None, 1)),
    "a number": (lambda r: by_hand(RegisterEntry, number=4).update(number=5), (4, 5)),
    "a state": (lambda r: by_hand(RegisterEntry, number=3).update(state="active"), (None, 3)),
    "a moment": (lambda r: by_hand(RegisterEntry, number=2).update(recorded_at=timezone.now()), (None, 2)),
    "a verification code": (lambda r: by_hand(RegisterEntry, number=2).update(verification_code="A"), (None, 2)),
    "a value": (lambda r: by_hand(EntryEvent, position=5).update(values={"citation": "Khác."}), (5, 2)),
    "who did it": (lambda r: by_hand(EntryEvent, position=5).update(actor=None), (5, 2)),
    "when it was done": (lambda r: by_hand(EntryEvent, position=2).update(at=timezone.now()), (2, 2)),
    "a salt": (lambda r: by_hand(EntryEvent, position=3).update(salts={}), (3, 3)),
    "a decision": (lambda r: by_hand(EntryEvent, position=6).update(decision=None), (6, 3)),
    "an event in the middle": (lambda r: by_hand(EntryEvent, position=5).delete(), (5, None)),
    "the last event": (lambda r: by_hand(EntryEvent, position=7).delete(), (7, None)),
    "the head": (lambda r: by_hand(Register).update(head="0" * 64), (8, None)),
    "the last number": (lambda r: by_hand(Register).update(last_number=9), (None, 4)),
    "a year": (lambda r: by_hand(RegisterEntry, number=1).update(year=2019), (None, 1)),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering__is_found_where_it_was_done(name: str, register: Register) -> None:
    tamper, (position, number) = TAMPERINGS[name]
    tamper(register)
    fault = first_fault(Register.objects.get().pk)
    assert fault is not None
    assert (fault.position, fault.number) == (position, number), fault


def test_tampering__by_an_event_made_to_fit_its_entry_breaks_the_next_one(register: Register) -> None:
    event = register.events.get(position=5)
    event.values["citation"] = "Khác."
    first = register.events.get(position=4)
    by_hand(EntryEvent, position=5).update(values=event.values, hash=event.linked_to(first.hash))
    by_hand(RegisterEntry, number=2).update(citation="Khác.")
    fault = first_fault(Register.objects.get().pk)
    assert fault is not None and fault.position == 6


def test_append__refuses_an_event_of_another_register_and_unknown_fields(register: Register, cast: Cast) -> None:
    other, mine = make_entry(cast.units.cell_2), register.entries.get(number=1)
    now, kind = timezone.now(), EntryEvent.Kind.AMENDED
    for entry, values in ((other, {}), (mine, {"phone": "0912"})):
        with pytest.raises(ImmutableRecordError), transaction.atomic():
            register.append([EntryEvent(entry=entry, seq=9, kind=kind, values=values, at=now)])
    assert first_fault(register.pk) is None


@pytest.mark.parametrize("number", [1, 40])
def test_append__costs_two_queries_for_any_number_of_events(
    number: int, cast: Cast, django_assert_num_queries: Any
) -> None:
    entry = make_entry(cast.units.cell)
    register = locked_register(unit=cast.units.cell, year=2020)
    now, kind = timezone.now(), EntryEvent.Kind.AMENDED
    events = [
        EntryEvent(entry=entry, seq=seq, kind=kind, values={"citation": str(seq)}, at=now)
        for seq in range(2, 2 + number)
    ]
    with django_assert_num_queries(2):
        register.append(events)
    by_hand(RegisterEntry).update(citation=str(1 + number))
    assert first_fault(Register.objects.get().pk) is None


def test_amended_category__is_written_by_its_code(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    category = MeritCategory.objects.create(code="khac", name="Khác", public_label="Khác", family="earth")
    entry.transition(EntryEvent.Kind.AMENDED, actor=None, at=timezone.now(), category=category)
    assert entry.events.get(seq=2).values == {"category": "khac"}
    assert first_fault(entry.register_id) is None

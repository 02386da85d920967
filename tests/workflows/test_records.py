"""What is written once: every way to rewrite it is refused, and the database itself holds the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from honors.models import (
    EntryEvent,
    EntryState,
    EntryStep,
    HonoreePage,
    ImmutableRecordError,
    PublicationBasis,
    Register,
    RegisterEntry,
)
from tests.cast import Cast
from tests.factories import make_entry
from tests.workflows.effects import without_effect
from tests.workflows.stages import at_cell, draft, published
from workflows.models import Assessment, DecisionRecord, Nomination
from workflows.states import Action, State

pytestmark = pytest.mark.django_db

# Each with a column somebody would like to rewrite.
RECORDS: dict[type[Any], dict[str, Any]] = {
    DecisionRecord: {"reason": "Sửa."},
    Assessment: {"note": "Sửa."},
    RegisterEntry: {"honoree_name": "Người Khác"},
    EntryEvent: {"values": {}},
    EntryStep: {"unit_name": "Khác"},
}


def rewriting(record: Any, changes: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    """Every public way of the ORM to change or remove a row."""
    rows = type(record).objects
    for name, value in changes.items():
        setattr(record, name, value)
    return {
        "save": record.save,
        "save some": lambda: record.save(update_fields=list(changes)),
        "save anew": lambda: record.save(force_update=True),
        "delete": record.delete,
        "update": lambda: rows.filter(pk=record.pk).update(**changes),
        "update all": lambda: rows.update(**changes),
        "delete all": lambda: rows.all().delete(),
        "bulk_update": lambda: rows.bulk_update([record], list(changes)),
        "update_or_create": lambda: rows.update_or_create(pk=record.pk, defaults=changes),
        "upsert": lambda: rows.bulk_create(
            [record], update_conflicts=True, unique_fields=["id"], update_fields=list(changes)
        ),
    }


@pytest.mark.parametrize("model", RECORDS)
def test_record__is_never_rewritten(model: type[Any], cast: Cast) -> None:
    published(cast)
    record = model.objects.first()
    for name, attack in rewriting(record, RECORDS[model]).items():
        with without_effect(), pytest.raises(ImmutableRecordError), transaction.atomic():
            attack()
            raise AssertionError(name)


def test_record__is_not_moved_to_another_owner_by_a_related_manager(cast: Cast) -> None:
    first, second = published(cast), published(cast)
    assert first.entry is not None
    assert second.entry is not None
    attacks: list[Callable[[], Any]] = [
        lambda: second.records.add(*first.records.all()),
        lambda: second.records.set(first.records.all()),
        lambda: second.entry.events.add(first.entry.events.get()),  # type: ignore[union-attr]
        lambda: HonoreePage.objects.get(pk=second.entry.page_id).entries.add(first.entry),  # type: ignore[union-attr]
    ]
    for attack in attacks:
        with without_effect(), pytest.raises(ImmutableRecordError), transaction.atomic():
            attack()


def test_record__outlives_what_it_is_about(cast: Cast) -> None:
    nomination = published(cast)
    assert nomination.entry is not None
    page = HonoreePage.objects.get(pk=nomination.entry.page_id)
    for row in (nomination, page, nomination.unit, nomination.guideline, nomination.category, cast.bi_thu):
        with without_effect(), pytest.raises(models.ProtectedError), transaction.atomic():
            row.delete()


def test_entry__changes_by_a_named_transition_that_leaves_its_event(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    entry.transition(EntryEvent.Kind.AMENDED, actor=cast.tinh, at=timezone.now(), citation="Đính chính.")
    stored = RegisterEntry.objects.get(pk=entry.pk)
    assert stored.citation == "Đính chính."
    assert [(event.seq, event.kind) for event in stored.events.all()] == [(1, "registered"), (2, "amended")]
    assert stored.events.get(seq=2).values == {"citation": "Đính chính."}


def violation(name: str, change: Callable[[], Any]) -> None:
    """The database refuses, and says by which rule."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        change()
    assert name in str(refused.value), refused.value


def past_the_model(row: models.Model, **columns: Any) -> Callable[[], Any]:
    """Write columns as a tampering hand would: past every method of the model."""
    return lambda: models.QuerySet(type(row)).filter(pk=row.pk).update(**columns)


def test_database__gives_a_number_once_and_only_upwards(cast: Cast) -> None:
    first, second = make_entry(cast.units.cell), make_entry(cast.units.cell)
    violation("number", past_the_model(second, number=first.number))
    violation("number", past_the_model(second, number=0))
    violation("verification_code", past_the_model(second, verification_code=first.verification_code))
    register = first.register
    violation("year", lambda: Register.objects.create(unit=register.unit, year=register.year))


def test_database__keeps_a_masked_entry_nameless(cast: Cast) -> None:
    violation("entry_masked_is_nameless", past_the_model(make_entry(cast.units.cell), state=EntryState.MASKED))


def test_database__keeps_one_valid_basis_of_a_kind_and_one_event_of_a_number(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    basis = entry.bases.get()
    again = PublicationBasis(entry=entry, kind=basis.kind, ground="law", given_on=basis.given_on)
    violation("kind", again.save)
    now, kind, register = timezone.now(), EntryEvent.Kind.AMENDED, entry.register
    again_first = EntryEvent(entry=entry, seq=1, kind=kind, values={}, at=now)
    violation("seq", lambda: register.append([again_first]))
    same_place = EntryEvent(
        entry=entry, register=register, position=1, seq=2, kind=kind, values={}, salts={}, hash="0", at=now
    )
    violation("position", same_place.save)
    step = entry.steps.filter(skipped=False).first()
    assert step is not None
    violation("step_decided_or_skipped", past_the_model(step, skipped=True))


def test_database__never_has_a_live_nomination(cast: Cast) -> None:
    violation("nomination_never_live", past_the_model(draft(cast), live=True))


def test_database__has_a_waiting_unit_in_review_and_nowhere_else(cast: Cast) -> None:
    waiting, resting = at_cell(cast), draft(cast)
    violation("nomination_waits_only_in_review", past_the_model(waiting, waiting_unit=None))
    violation("nomination_waits_only_in_review", past_the_model(waiting, waiting_level=None))
    violation("nomination_waits_only_in_review", past_the_model(waiting, state=State.RETURNED))
    violation("nomination_waits_only_in_review", past_the_model(resting, waiting_unit=cast.units.cell))
    violation("nomination_waits_only_in_review", past_the_model(resting, state=State.IN_REVIEW))


def test_database__has_an_entry_once_registered_and_not_before(cast: Cast) -> None:
    nomination, other = published(cast), draft(cast)
    violation("nomination_entry_once_registered", past_the_model(other, state=State.PUBLISHED))
    violation("nomination_entry_once_registered", past_the_model(nomination, entry=None))
    violation("entry_id", past_the_model(other, state=State.PUBLISHED, entry=nomination.entry))


def test_database__counts_no_more_votes_than_people(cast: Cast) -> None:
    nomination: Nomination = draft(cast)
    violation("nomination_present_within_total", past_the_model(nomination, members_present=15))
    violation("nomination_votes_within_present", past_the_model(nomination, votes_for=13))


def test_database__has_one_approval_of_a_level_in_a_run(cast: Cast) -> None:
    nomination = published(cast)
    record = DecisionRecord.objects.filter(nomination=nomination, action=Action.APPROVE).first()
    assert record is not None
    record.pk, record._state.adding = None, True
    violation("run", record.save)

"""Chain the events that are there, register by register, in the order of their moments."""

import secrets
from collections import defaultdict
from typing import Any

from django.db import migrations

from honors.chain import construction

BATCH = 500


def chain(apps: Any, schema_editor: Any) -> None:
    """Give every event its place, salts and hash, and its values as text."""
    alias = schema_editor.connection.alias
    registers = apps.get_model("honors", "Register").objects.using(alias)
    for register in registers.select_related("unit").iterator():
        _chain_register(apps, register, alias)


def unchain(apps: Any, schema_editor: Any) -> None:
    """Give values back what was no text; the columns of the chain go with the migration before."""
    events = apps.get_model("honors", "EntryEvent").objects.using(schema_editor.connection.alias)
    for event in events.filter(kind="registered").iterator():
        event.values.pop("verification_code", None)
        if "number" in event.values:
            event.values["number"] = int(event.values["number"])
        event.save(update_fields=["values"])


def _chain_register(apps: Any, register: Any, alias: str) -> None:
    events = apps.get_model("honors", "EntryEvent").objects.using(alias).filter(entry__register=register)
    previous, batch, position = construction.genesis(register.unit.code, register.year), [], 0
    for position, event in enumerate(_in_order(events.select_related("entry", "decision")), start=1):
        previous = _link(event, register, position, previous)
        batch.append(event)
    for start in range(0, len(batch), BATCH):
        fields = ["register", "position", "values", "salts", "hash"]
        events.bulk_update(batch[start : start + BATCH], fields, batch_size=60)
    if position:
        register.head, register.length = previous, position
        register.save(update_fields=["head", "length"])


def _in_order(events: Any) -> list[Any]:
    """By moment, but never an entry's events in another order than its own."""
    latest: dict[int, Any] = defaultdict(lambda: None)
    keys = {}
    for event in events.order_by("seq"):
        before = latest[event.entry_id]
        latest[event.entry_id] = at = event.at if before is None else max(before, event.at)
        keys[event] = (at, event.seq, event.entry.number)
    return sorted(keys, key=keys.__getitem__)


def _link(event: Any, register: Any, position: int, previous: str) -> str:
    named = {name: value for name, value in event.values.items() if name in construction.FIELDS}
    values = {name: construction.canonical(value) for name, value in named.items()}
    if event.kind == "registered":
        values["verification_code"] = event.entry.verification_code
    if event.decision is not None:
        decision = event.decision
        values["decision"] = construction.decision_words(decision.number, decision.issuer, decision.signed_on)
    fields = values if event.actor_id is None else {**values, "actor": str(event.actor_id)}
    event.salts = construction.new_salts(fields, secrets.token_bytes(construction.SALT_BYTES * len(fields)))
    event.register, event.position, event.values = register, position, values
    event.hash = construction.link(
        previous,
        position=position,
        number=event.entry.number,
        kind=event.kind,
        at=construction.moment(event.at),
        commitments={name: construction.commitment(event.salts[name], name, value) for name, value in fields.items()},
    )
    return event.hash


class Migration(migrations.Migration):
    dependencies = [("honors", "0008_chain")]

    operations = [migrations.RunPython(chain, unchain)]

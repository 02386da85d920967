"""A process that registers, corrects and takes down is killed at any moment: what it left is a book that verifies."""

from __future__ import annotations

import multiprocessing
import random
import time
from typing import Any

import pytest
from django.db import connection

from honors.amendments import amend_entry
from honors.chain.checking import first_fault
from honors.models import EntryState, Register, RegisterEntry
from honors.services import mask_entry
from tests.cast import Cast
from tests.factories import make_entry
from tests.workflows.deaths import give_up_connections

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

PATIENCE = 60
# From the first statement of the first act to the middle of a later one.
LONGEST = 0.6


def work(cast: Cast, begun: Any) -> None:
    """Enter, correct and mask without end."""
    begun.set()
    for turn in range(10**6):
        entry = make_entry(cast.units.cell, name=f"Nông Văn {turn} (mẫu)")
        if turn % 2:
            amend_entry(entry_id=entry.pk, changes={"role": f"vai {turn}"}, reason="Sửa.", actor=cast.tinh_bt)
        if turn % 3 == 2:
            mask_entry(entry_id=entry.pk, actor=cast.tinh_bt)


def test_killed_process__leaves_a_chain_that_verifies_and_no_number_lost(cast: Cast, kills: int) -> None:
    make_entry(cast.units.cell)
    dice = random.Random()
    fork = multiprocessing.get_context("fork")
    for _turn in range(kills):
        give_up_connections()
        begun = fork.Event()
        process = fork.Process(target=work, args=(cast, begun))
        process.start()
        assert begun.wait(PATIENCE)
        time.sleep(dice.uniform(0, LONGEST))
        process.kill()
        process.join(PATIENCE)
        register = Register.objects.get()
        assert first_fault(register.pk) is None
        assert RegisterEntry.objects.count() == register.last_number
        # An act is there as a whole or not at all: no entry without a profile, no name left of one taken down.
        assert not RegisterEntry.objects.filter(page=None).exists()
        assert not RegisterEntry.objects.filter(state=EntryState.MASKED).exclude(public_name="").exists()
    assert Register.objects.get().last_number > 1
    assert connection.is_usable()

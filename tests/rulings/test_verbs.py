"""Praise is given, withdrawn and proposed; what was on record on a day stays what it was."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from honors import rulings
from honors.figures.asked import View
from honors.figures.totals import totals
from honors.models import Commendation, CommendationProposal, Decision
from honors.services import mask_entry
from tests.cast import Cast
from tests.factories import make_entry
from tests.figures.changes import moment
from tests.paper.books import revoke
from tests.rulings.rulings import SIGNED, make_decision, make_form

pytestmark = pytest.mark.django_db
FACTS = rulings.DecisionFacts(number="12-QĐ/TU", signed_on=SIGNED, issuer="Tỉnh ủy (mẫu)")


def test_decision__of_a_day_to_come_or_recorded_before_is_refused_by_field(cast: Cast) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        rulings.record_decision(
            facts=rulings.DecisionFacts(number="1-QĐ/TU", signed_on=tomorrow, issuer="Tỉnh ủy"), actor=cast.tinh_bt
        )
    assert set(refused.value.message_dict) == {"signed_on"}
    rulings.record_decision(facts=FACTS, actor=cast.tinh_bt)
    with pytest.raises(ValidationError):
        rulings.record_decision(facts=FACTS, actor=cast.tinh_bt)
    assert Decision.objects.count() == 1


def test_decision__that_is_corrected_leaves_the_old_words_in_the_log(cast: Cast) -> None:
    decision = rulings.record_decision(facts=FACTS, actor=cast.tinh_bt)
    facts = rulings.DecisionFacts(number="13-QĐ/TU", signed_on=SIGNED, issuer="Tỉnh ủy (mẫu)")
    rulings.amend_decision(decision_id=decision.pk, facts=facts, actor=cast.tinh_bt)
    told = ModelLogEntry.objects.filter(action=rulings.AMENDED).get()
    assert told.data["before"] == {"number": "12-QĐ/TU"}
    assert told.user == cast.tinh_bt


def test_praise__sent_twice_is_given_once(cast: Cast) -> None:
    entries = [make_entry(cast.units.cell), make_entry(cast.units.cell_2)]
    decision, form = make_decision(), make_form()
    ids = [entry.pk for entry in entries]
    first = rulings.give_praise(entry_ids=ids, form=form, actor=cast.tinh_bt, decision_id=decision.pk)
    again = rulings.give_praise(entry_ids=ids, form=form, actor=cast.tinh_bt, decision_id=decision.pk)
    assert (first, again) == (rulings.Given(2, 0), rulings.Given(0, 2))
    assert Commendation.objects.standing().count() == 2


def test_praise__for_a_revoked_or_masked_entry_is_given_to_none_of_them(cast: Cast) -> None:
    sound, struck, masked = (make_entry(cast.units.cell) for _number in range(3))
    revoke(struck)
    mask_entry(entry_id=masked.pk, actor=cast.tinh_bt)
    for bad in (struck, masked):
        with pytest.raises(ValidationError):
            rulings.give_praise(entry_ids=[sound.pk, bad.pk], form=make_form(), actor=cast.tinh_bt)
    assert not Commendation.objects.exists()


def test_praise__withdrawn_is_shown_nowhere_and_stays_in_figures_of_past_days(cast: Cast) -> None:
    form = make_form()
    days = [datetime.date(2026, 1, day) for day in (4, 5, 6, 7)]
    with time_machine.travel(moment(days[1]), tick=False):
        praised = make_entry(cast.units.cell)
        rulings.give_praise(entry_ids=[praised.pk], form=form, actor=cast.tinh_bt)
    with time_machine.travel(moment(days[3]), tick=False):
        praise = Commendation.objects.get()
        rulings.withdraw_praise(commendation_id=praise.pk, reason="Ghi nhầm người", actor=cast.tinh_bt)
    recorded = [totals(at=day, view=View.RECORDED).forms.get(form.pk, 0) for day in days]
    assert recorded == [0, 1, 1, 0]
    assert totals(at=days[1], view=View.TODAY).forms.get(form.pk, 0) == 0


def test_praise__decided_before_but_recorded_now_leaves_past_figures_alone(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    decision = make_decision(signed_on=datetime.date(2020, 11, 1))
    rulings.give_praise(entry_ids=[entry.pk], form=make_form(), actor=cast.tinh_bt, decision_id=decision.pk)
    assert not totals(at=timezone.localdate() - datetime.timedelta(days=1), view=View.RECORDED).forms
    assert totals(at=timezone.localdate(), view=View.RECORDED).forms


def test_higher_form__proposed_from_the_same_batch_is_settled_by_the_praise_that_comes(cast: Cast) -> None:
    """Bắc Kạn city 2018: giấy khen for fifteen of seventeen, bằng khen proposed for one (domain §0.11)."""
    entries = [make_entry(cast.units.cell) for _number in range(3)]
    low, high = make_form(), make_form("bang-khen", rank=20, name="Bằng khen")
    city, province = make_decision("435/QĐ-UBND"), make_decision("5450/QĐ-UBND")
    rulings.give_praise(entry_ids=[entry.pk for entry in entries], form=low, actor=cast.tinh_bt, decision_id=city.pk)
    ids = [entries[0].pk, entries[1].pk]
    for _again in range(2):
        rulings.propose_praise(entry_ids=ids, form=high, decision_id=city.pk, actor=cast.tinh_bt)
    assert CommendationProposal.objects.count() == 2

    rulings.give_praise(entry_ids=ids[:1], form=high, actor=cast.tinh_bt, decision_id=province.pk)
    granted = CommendationProposal.objects.get(entry=entries[0])
    assert granted.led_to is not None
    assert granted.led_to.decision == province
    open_one = CommendationProposal.objects.get(settled_at=None)
    rulings.settle_proposal(proposal_id=open_one.pk, reason="Chưa đủ điều kiện", actor=cast.tinh_bt)
    assert not CommendationProposal.objects.filter(settled_at=None).exists()
    assert Commendation.objects.filter(form=high).count() == 1

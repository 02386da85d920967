"""Stale, doubled and garbled forms: refused in words, nothing written, nothing typed lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from honors.models import RegisterEntry
from tests.cast import Cast
from tests.factories import make_bulletin, make_guideline, make_profile
from tests.workflows.acts import approval
from tests.workflows.effects import without_effect
from tests.workflows.stages import STAGES, at_cell, at_province, draft, published
from tests.workflows.web import decision_data, entry_act, signed_in, submit
from workflows import decisions
from workflows.errors import AlreadyDecidedError
from workflows.models import Assessment, DecisionRecord, Guideline
from workflows.states import Action, State

pytestmark = pytest.mark.django_db


def test_second_click__tells_who_was_faster_and_changes_nothing(cast: Cast) -> None:
    nomination = at_cell(cast)
    data = decision_data(nomination, "approve")
    at = reverse("nomination_desk:decide", args=[nomination.pk])
    browser = signed_in(cast.bi_thu)
    assert browser.post(at, data)["Location"] == reverse("nomination_desk:desk")
    with without_effect():
        response = browser.post(at, data, follow=True)
    assert str(cast.bi_thu) in response.content.decode()


def test_stale_form__of_a_step_that_was_decided_changes_nothing(cast: Cast) -> None:
    """A form of run one, sent while run two waits at the same step."""
    nomination = at_cell(cast)
    old = decision_data(nomination, "approve")
    signed_in(cast.bi_thu).post(
        reverse("nomination_desk:decide", args=[nomination.pk]), decision_data(nomination, "return")
    )
    submit(signed_in(cast.chi_bo), nomination)
    with without_effect():
        signed_in(cast.bi_thu).post(reverse("nomination_desk:decide", args=[nomination.pk]), old)
    with pytest.raises(AlreadyDecidedError):
        decisions.decide(task_state_id=old["task_state"], user=cast.bi_thu, judgement=approval(nomination))


def test_second_submit_and_withdraw__change_nothing(cast: Cast) -> None:
    nomination = draft(cast)
    browser = signed_in(cast.chi_bo)
    at = reverse("nomination_desk:withdraw", args=[nomination.pk])
    submit(browser, nomination)
    with without_effect():
        submit(browser, nomination)
    browser.post(at, {"withdraw-reason": "Nhầm."})
    with without_effect():
        browser.post(at, {"withdraw-reason": "Nhầm."})
        submit(browser, nomination)


@pytest.mark.parametrize("verdict", ["", "APPROVE", "publish", "skip", "mask", "approve' --", "đồng ý", "save"])
def test_verdict__that_is_none_answers_404(verdict: str, cast: Cast) -> None:
    nomination = at_cell(cast)
    with without_effect():
        response = signed_in(cast.bi_thu).post(
            reverse("nomination_desk:decide", args=[nomination.pk]), decision_data(nomination, verdict)
        )
        assert response.status_code == 404
        assert signed_in(cast.bi_thu).get(reverse("nomination_desk:decide", args=[nomination.pk])).status_code == 302


def test_sheet__with_criteria_of_another_guideline_is_no_sheet(cast: Cast) -> None:
    nomination = at_cell(cast)
    other = make_guideline("02-HD/BTGTU (mẫu)", Guideline.State.DRAFT)
    data = {name: value for name, value in decision_data(nomination, "approve").items() if "criterion" not in name}
    data |= {f"criterion-{criterion.pk}": Assessment.Answer.MET for criterion in other.criteria.all()}
    with without_effect():
        response = signed_in(cast.bi_thu).post(reverse("nomination_desk:decide", args=[nomination.pk]), data)
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"reason_codes": ["made_up"]}, 422),
        ({"return_reason": "   "}, 422),
        ({"reason_codes": []}, 422),
        ({"return_reason": "x" * 2001}, 422),
    ],
)
def test_return__without_a_reason_of_ours_keeps_what_was_typed(
    changes: dict[str, Any], status: int, cast: Cast
) -> None:
    nomination = at_cell(cast)
    data = decision_data(nomination, "return", **changes, justification="Giữ lấy câu này.")
    with without_effect():
        response = signed_in(cast.bi_thu).post(reverse("nomination_desk:decide", args=[nomination.pk]), data)
    assert response.status_code == status
    assert "Giữ lấy câu này." in response.content.decode()


def test_answer__that_the_criterion_does_not_allow_is_refused(cast: Cast) -> None:
    nomination = at_cell(cast)
    first = nomination.guideline.criteria.get(position=1)
    for answer in ("not_applicable", "perhaps", "not_met"):
        data = decision_data(nomination, "approve", **{f"criterion-{first.pk}": answer})
        with without_effect():
            response = signed_in(cast.bi_thu).post(reverse("nomination_desk:decide", args=[nomination.pk]), data)
        assert response.status_code == 422


def test_profile__that_was_not_suggested_is_refused(cast: Cast) -> None:
    nomination = at_province(cast)
    stranger = make_profile(cast.units.cell_2, name="Người Khác Hẳn")
    bulletin = make_bulletin()
    for profile in (stranger.pk, bulletin.pk, 0, -1, 10**30, "x", ""):
        with without_effect():
            response = signed_in(cast.tinh).post(
                reverse("nomination_desk:decide", args=[nomination.pk]),
                decision_data(nomination, "approve", profile=profile),
            )
        assert response.status_code == 422, profile


def test_html__in_names_and_reasons_is_text_on_every_screen(cast: Cast) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    nomination = at_cell(cast, name=evil, honorific="<b>ông", achievement=evil, citation=evil, deed_place=evil)
    browser = signed_in(cast.bi_thu)
    data = decision_data(nomination, "return", return_reason=evil)
    desk = browser.post(reverse("nomination_desk:decide", args=[nomination.pk]), data, follow=True)
    pages = [desk]
    for person in (cast.bi_thu, cast.chi_bo, cast.huyen):
        browser = signed_in(person)
        for name in ("nomination_desk:dossier", "nominations:history"):
            pages.append(browser.get(reverse(name, args=[nomination.pk])))
        for name in ("nominations:list", "nomination_desk:desk", "wagtailadmin_home"):
            pages.append(browser.get(reverse(name)))
    for page in pages:
        assert evil not in page.content.decode()
        assert "<b>ông" not in page.content.decode()
    assert evil.replace("<", "&lt;").replace(">", "&gt;") in pages[1].content.decode()


def test_entry_acts__garbled_or_twice_change_nothing(cast: Cast) -> None:
    nomination = published(cast)
    assert nomination.entry_id is not None
    browser = signed_in(cast.tinh_bt)
    at, data = entry_act(Action.UNPUBLISH, nomination.entry_id)
    with without_effect():
        assert browser.post(at, {**data, "act": "revoke"}).status_code == 404
        assert browser.post(at, {**data, "unpublish-reason": " "}).status_code == 422
        assert browser.post(at, {**data, "act": "publish"}).status_code == 302
    browser.post(at, data)
    with without_effect():
        assert browser.post(at, data).status_code == 302


def test_publish__with_the_same_basis_twice_in_the_form_is_taken_once(cast: Cast) -> None:
    nomination = STAGES["registered"](cast)
    assert nomination.entry_id is not None
    at, data = entry_act(Action.PUBLISH, nomination.entry_id, **{"publish-also": ["photo", "photo", "birth_year"]})
    assert signed_in(cast.tinh_bt).post(at, data).status_code == 302
    entry = RegisterEntry.objects.get(pk=nomination.entry_id)
    assert entry.public_name
    assert sorted(entry.bases.values_list("kind", flat=True)) == ["birth_year", "photo", "publish"]


def test_publish__of_an_entry_of_a_unit_that_is_never_named_is_refused_in_words(cast: Cast) -> None:
    cast.units.cell.counts_only = True
    cast.units.cell.save()
    nomination = published(cast)
    assert nomination.state == State.REGISTERED
    assert nomination.entry_id is not None
    at, data = entry_act(Action.PUBLISH, nomination.entry_id)
    with without_effect():
        assert signed_in(cast.tinh_bt).post(at, data).status_code == 302


def test_csrf__a_decision_without_the_token_is_refused(cast: Cast) -> None:
    nomination = at_cell(cast)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.bi_thu)
    with without_effect():
        response = browser.post(
            reverse("nomination_desk:decide", args=[nomination.pk]), decision_data(nomination, "approve")
        )
    assert response.status_code == 403
    assert not DecisionRecord.objects.filter(action=Action.APPROVE).exists()


@pytest.mark.parametrize("act", ["submit", "withdraw", "decide", "add_evidence"])
def test_act__opened_as_a_link_leads_to_the_dossier(cast: Cast, act: str) -> None:
    """Signing in again after a session ended follows the address of the form that was posted."""
    nomination = at_cell(cast)
    response = signed_in(cast.bi_thu).get(reverse(f"nomination_desk:{act}", args=[nomination.pk]))
    assert response["Location"] == reverse("nomination_desk:dossier", args=[nomination.pk])

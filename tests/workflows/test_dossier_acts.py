"""Acts sent from the dossier: what goes on to where, and what a form that came too late is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from honors.levels import Level
from tests.cast import Cast
from tests.factories import PDF, make_assignment, make_evidence, make_user
from tests.workflows import stages
from tests.workflows.acts import approve
from tests.workflows.effects import without_effect
from tests.workflows.test_dossier_screen import at
from tests.workflows.web import decision_data, signed_in
from workflows import consultations
from workflows.dossiers import remove_evidence
from workflows.models import Assignment, DecisionRecord, Evidence, Nomination, RequiredDocument, RouteStep
from workflows.permissions import NotYoursError
from workflows.states import State

pytestmark = pytest.mark.django_db

TYPED = "Đã đối chiếu với sổ của thôn, chữ viết tay rất dài."


def said_by(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


# --- the next case ----------------------------------------------------------------


def test_decision__opens_the_next_case_of_the_same_list_and_the_last_one_leads_back_to_it(cast: Cast) -> None:
    first, second = (stages.at_district(cast, name=name) for name in ("Nông Văn Một", "Nông Văn Hai"))
    browser = signed_in(cast.huyen)
    listed = "?from=tab%3Dmine%26returned%3D%26unit%3DX029"
    decided = browser.post(at(first, "decide") + listed, decision_data(first, "approve"))
    assert decided.status_code == 302
    assert decided["Location"] == at(second) + "?from=tab%3Dmine%26unit%3DX029"
    assert first.display_name in said_by(decided)
    assert at(first) in said_by(decided)
    last = browser.post(decided["Location"].replace("?", "decide/?"), decision_data(second, "return"))
    assert last["Location"] == reverse("nomination_desk:desk") + "?tab=mine&unit=X029"


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example/?tab=mine", "javascript:alert(1)", "%00", "x" * 5000]
)
def test_way_back__leads_to_the_desk_whatever_was_sent(cast: Cast, back: str) -> None:
    nomination = stages.at_district(cast)
    done = signed_in(cast.huyen).post(f"{at(nomination, 'decide')}?from={back}", decision_data(nomination, "refuse"))
    assert done["Location"].split("?")[0] == reverse("nomination_desk:desk")
    assert "evil" not in done["Location"]


def test_next__passes_over_a_case_without_an_act(cast: Cast) -> None:
    first, second = (stages.at_district(cast, name=name) for name in ("Nông Văn Một", "Nông Văn Hai"))
    browser = signed_in(cast.huyen)
    with without_effect():
        assert browser.get(at(first, "next"))["Location"] == at(second)
        assert browser.get(at(second, "next"))["Location"] == at(first)


# --- too late ---------------------------------------------------------------------


def test_stale_decision__reads_who_decided_what_and_when_and_keeps_the_words(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    stale = decision_data(nomination, "return", return_reason=TYPED)
    colleague = make_user("dong-nghiep", "Đàm Thị Giúp (mẫu)")
    make_assignment(colleague, cast.units.cho_don)
    approve(nomination, cast.huyen)
    with without_effect():
        response = signed_in(colleague).post(at(nomination, "decide"), stale)
    assert response.status_code == 409
    told = response.context["refused"]
    assert str(cast.huyen) in told
    assert f"{timezone.localtime(DecisionRecord.objects.latest('pk').at):%d/%m/%Y}" in told
    page = response.content.decode()
    assert TYPED in page
    assert at(nomination, "next") in page
    assert response.context["decision_form"] is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("consult", {"consult-agency": "Hội Nông dân", "consult-question": TYPED}),
        ("answer", {"answer-answer": TYPED}),
        ("recuse", {"recuse-tie": "other", "recuse-note": TYPED}),
        ("hand_over", {"hand_over-person": "", "hand_over-reason": TYPED}),
    ],
)
def test_stale_act__is_told_and_keeps_the_words(cast: Cast, name: str, data: dict[str, str]) -> None:
    nomination = stages.at_district(cast)
    approve(nomination, cast.huyen)
    with without_effect():
        response = signed_in(cast.huyen).post(at(nomination, name), data)
    assert response.status_code in {403, 409}
    assert response.context["refused"]
    assert TYPED in response.content.decode()


def test_reviewer__transferred_in_the_middle_gets_the_words_back_and_learns_nothing(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    form = decision_data(nomination, "return", return_reason=TYPED)
    Assignment.objects.filter(user=cast.huyen).update(until=timezone.localdate())
    browser = signed_in(cast.huyen)
    with without_effect():
        response = browser.post(at(nomination, "decide"), form)
        unknown = browser.post(reverse("nomination_desk:decide", args=[10**6]), form)
    assert response.status_code == unknown.status_code == 404
    assert TYPED in response.content.decode()
    assert stages.SECRET not in response.content.decode()


def test_incomplete_consultation__keeps_what_was_typed_in_its_own_form(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    response = signed_in(cast.huyen).post(at(nomination, "consult"), {"consult-agency": "", "consult-question": TYPED})
    assert response.status_code == 422
    [offer] = [offer for offer in response.context["offers"] if offer.is_open]
    assert (offer.key, offer.form["question"].value()) == ("consult", TYPED)
    assert response.context["missing"]


# --- the level's own meeting ------------------------------------------------------


def asks_meeting(nomination: Nomination) -> None:
    RouteStep.objects.filter(guideline=nomination.guideline, level=Level.DISTRICT).update(asks_meeting=True)


def test_meeting__of_the_level_is_asked_refused_by_name_and_recorded(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    asks_meeting(nomination)
    browser = signed_in(cast.huyen)
    numbers = {"meeting_on": "2020-10-05", "members_total": "9", "members_present": "7", "votes_for": "8"}
    for wrong in (
        {},
        numbers,
        {**numbers, "votes_for": "4"},
        {**numbers, "members_total": "-1"},
        {**numbers, "votes_for": "x"},
    ):
        with without_effect():
            refused = browser.post(at(nomination, "decide"), decision_data(nomination, "approve", **wrong))
        assert refused.status_code == 422
        assert refused.context["missing"]
        for name, value in wrong.items():
            assert refused.context["decision_form"][name].value() == value
    done = browser.post(at(nomination, "decide"), decision_data(nomination, "approve", **{**numbers, "votes_for": "6"}))
    assert done.status_code == 302
    record = DecisionRecord.objects.get(nomination=nomination, level=Level.DISTRICT)
    assert (record.members_total, record.members_present, record.votes_for) == (9, 7, 6)
    assert "05/10/2020" in signed_in(cast.chi_bo).get(at(nomination)).content.decode()


# --- documents of a step ----------------------------------------------------------


@pytest.fixture
def at_step(cast: Cast) -> Nomination:
    """Waits at the district, which has to add a document of its own."""
    nomination = stages.at_district(cast)
    RequiredDocument.objects.create(
        guideline=nomination.guideline, position=9, name="Phiếu thẩm định", level=Level.DISTRICT
    )
    return nomination


def send_file(person: Any, nomination: Nomination, content: bytes = PDF) -> Any:
    document = RequiredDocument.objects.get(level=Level.DISTRICT)
    upload = SimpleUploadedFile("tham-dinh.pdf", content, content_type="application/pdf")
    return signed_in(person).post(at(nomination, "add_evidence"), {"document": document.pk, "file": upload})


def remove(person: Any, file: Evidence) -> Any:
    return signed_in(person).post(reverse("nomination_desk:remove_evidence", args=[file.pk]))


def test_step_document__lets_the_step_approve_and_its_reviewer_may_take_it_out_again(
    cast: Cast, at_step: Nomination
) -> None:
    browser = signed_in(cast.huyen)
    assert browser.post(at(at_step, "decide"), decision_data(at_step, "approve")).status_code == 422
    assert send_file(cast.huyen, at_step).status_code == 302
    file = Evidence.objects.latest("pk")
    assert file.pk in browser.get(at(at_step)).context["dossier"].removable
    remove(cast.huyen, file)
    assert not Evidence.objects.filter(pk=file.pk).exists()
    send_file(cast.huyen, at_step)
    assert browser.post(at(at_step, "decide"), decision_data(at_step, "approve")).status_code == 302


def test_step_document__is_removed_by_nobody_else_and_not_after_the_step(cast: Cast, at_step: Nomination) -> None:
    colleague = make_user("dong-nghiep")
    make_assignment(colleague, cast.units.cho_don)
    send_file(cast.huyen, at_step)
    file = Evidence.objects.latest("pk")
    own = at_step.evidence.exclude(pk=file.pk).first()
    assert own is not None
    for person, tried in ((colleague, file), (cast.chi_bo, file), (cast.tinh, file), (cast.huyen, own)):
        with without_effect():
            remove(person, tried)
    approve(at_step, cast.huyen)
    with without_effect():
        remove(cast.huyen, file)
        remove(cast.tinh, file)


def test_files__of_reviewers_stay_when_the_unit_has_the_nomination_back(cast: Cast, at_step: Nomination) -> None:
    """An answer's file and a step's document are the reviewers': the unit removes its own alone."""
    send_file(cast.huyen, at_step)
    of_step = Evidence.objects.latest("pk")
    consultations.consult(nomination_id=at_step.pk, user=cast.huyen, agency="Hội Nông dân", question="Đúng không?")
    upload = SimpleUploadedFile("tra-loi.pdf", PDF, content_type="application/pdf")
    answered = consultations.answer(nomination_id=at_step.pk, user=cast.huyen, text="Đúng.", upload=upload)
    signed_in(cast.huyen).post(at(at_step, "decide"), decision_data(at_step, "return"))
    at_step.refresh_from_db()
    assert at_step.state == State.RETURNED
    for pk in (of_step.pk, answered.evidence_id):
        with pytest.raises(NotYoursError):
            remove_evidence(evidence_id=pk or 0, user=cast.chi_bo)
    removable = signed_in(cast.chi_bo).get(at(at_step)).context["dossier"].removable
    assert not {of_step.pk, answered.evidence_id} & removable
    assert len(removable) == 2


@pytest.mark.parametrize("content", [PDF[:-12], b"", b"%PDF-1.4\n" + b"0" * 5000, b"\x89PNG\r\n\x1a\n" + b"0" * 500])
def test_upload__that_was_cut_off_is_refused_in_words(cast: Cast, at_step: Nomination, content: bytes) -> None:
    with without_effect():
        response = send_file(cast.huyen, at_step, content)
    assert response.status_code == 422
    assert response.context["missing"]


def test_upload__without_its_document_or_to_another_step_is_refused(cast: Cast, at_step: Nomination) -> None:
    own = at_step.guideline.documents.filter(level=None).first()
    assert own is not None
    for document in ("", own.pk, 10**9):
        upload = SimpleUploadedFile("tham-dinh.pdf", PDF, content_type="application/pdf")
        with without_effect():
            sent = signed_in(cast.huyen).post(at(at_step, "add_evidence"), {"document": document, "file": upload})
        assert sent.status_code == 422


def test_removed_file__that_a_level_judged_stays_readable_for_the_history(cast: Cast) -> None:
    nomination = stages.returned(cast)
    file = make_evidence(nomination)
    judged = nomination.evidence.exclude(pk=file.pk).first()
    assert judged is not None
    remove(cast.chi_bo, judged)
    judged.refresh_from_db()
    assert judged.removed_at is not None

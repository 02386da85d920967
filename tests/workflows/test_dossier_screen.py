"""What the dossier shows: to the unit that sent it, to who decides, to who may not."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from honors.levels import Level
from tests.cast import Cast
from tests.factories import PDF, make_assignment, make_evidence, make_guideline, make_user
from tests.workflows import stages
from tests.workflows.acts import a_return, approval, approve, decide, full_sheet
from tests.workflows.web import decision_data, signed_in
from workflows import consultations, handovers, submission
from workflows.comparison import ADDED, KEPT, REMOVED, pieces_of
from workflows.models import Assessment, ConflictRule, Nomination, RequiredDocument, RouteStep
from workflows.open_step import OpenStep
from workflows.sheet import GivenAnswer
from workflows.states import Action

pytestmark = pytest.mark.django_db


def at(nomination: Nomination, name: str = "dossier") -> str:
    return reverse(f"nomination_desk:{name}", args=[nomination.pk])


def shown(person: Any, nomination: Nomination) -> Any:
    response = signed_in(person).get(at(nomination))
    assert response.status_code == 200
    return response


def words_of(response: Any) -> str:
    """The page's text, its spaces made plain."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def step_of(response: Any) -> OpenStep:
    step = response.context["dossier"].step
    assert isinstance(step, OpenStep)
    return step


def resubmitted(cast: Cast, **changes: Any) -> Nomination:
    """Returned by the district, changed, sent again, approved by the cell again."""
    nomination = stages.returned(cast)
    for name, value in changes.items():
        setattr(nomination, name, value)
    nomination.save_revision(user=cast.chi_bo)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    approve(nomination, cast.bi_thu)
    return nomination


# --- where it is ------------------------------------------------------------------


def test_holder__its_editors_read_who_has_it_since_when_and_until_when(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    page = shown(cast.chi_bo, nomination)
    said = words_of(page)
    assert nomination.waiting_since is not None and nomination.due_on is not None
    for text in (
        "Huyện ủy Chợ Đồn",
        str(cast.huyen),
        f"{timezone.localtime(nomination.waiting_since):%d/%m/%Y}",
        f"{nomination.due_on:%d/%m/%Y}",
        str(step_of(page).due),
    ):
        assert text in said
    assert page.context["decision_form"] is None


def test_holder__is_the_colleague_it_was_handed_to(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    colleague = make_user("dong-nghiep", "Đàm Thị Giúp (mẫu)")
    make_assignment(colleague, cast.units.cho_don)
    assert {person.pk for person in step_of(shown(cast.chi_bo, nomination)).people} == {cast.huyen.pk, colleague.pk}
    handovers.hand_over(nomination_id=nomination.pk, user=cast.huyen, to_id=colleague.pk)
    page = shown(cast.chi_bo, nomination)
    assert f"<dd>{colleague}</dd>" in page.content.decode()


def test_due_date__that_has_passed_is_late_in_words_and_for_who_decides_too(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    past = timezone.localdate() - datetime.timedelta(days=21)
    Nomination.objects.filter(pk=nomination.pk).update(due_on=past)
    for person in (cast.chi_bo, cast.huyen):
        page = shown(person, nomination)
        due = step_of(page).due
        assert due is not None and due.is_late
        assert str(due) in words_of(page)


def test_closed_unit__with_an_open_case_is_named(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    unit = cast.units.cho_don
    unit.valid_to, unit.successor = timezone.localdate(), cast.units.ba_be
    unit.save()
    page = shown(cast.chi_bo, nomination)
    assert step_of(page).closed_on == unit.valid_to
    assert "Huyện ủy Ba Bể" in words_of(page)


# --- who may not decide -----------------------------------------------------------


def test_barred__reads_why_and_who_decides_instead(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    colleague = make_user("dong-nghiep", "Đàm Thị Giúp (mẫu)")
    make_assignment(colleague, cast.units.cho_don)
    handovers.recuse(nomination_id=nomination.pk, user=cast.huyen, rule_id=None, note="Là anh em họ.")
    page = shown(cast.huyen, nomination)
    assert page.context["decision_form"] is None
    assert page.context["dossier"].barred_reason in words_of(page)
    assert str(colleague) in words_of(page)


def test_stand_in__is_offered_above_only_where_nobody_of_the_unit_is_left(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    make_assignment(make_user("ke-can"), cast.units.ba_be)
    assert "stand_in" not in {offer.key for offer in shown(cast.tinh, nomination).context["offers"]}
    handovers.recuse(nomination_id=nomination.pk, user=cast.huyen, rule_id=None, note="Là anh em họ.")
    page = shown(cast.tinh, nomination)
    [offer] = page.context["offers"]
    assert offer.key == "stand_in"
    assert len(offer.form.fields["person"].choices) > 1


def test_quorum__shows_who_approved_and_how_many_are_lacking(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    RouteStep.objects.filter(guideline=nomination.guideline, level=Level.DISTRICT).update(quorum=2)
    colleague = make_user("dong-nghiep", "Đàm Thị Giúp (mẫu)")
    make_assignment(colleague, cast.units.cho_don)
    assert step_of(shown(colleague, nomination)).still_lacking == 1
    decide(nomination, cast.huyen, approval(nomination))
    page = shown(colleague, nomination)
    step = step_of(page)
    assert ([record.actor for record in step.approvals], step.lacking, step.still_lacking) == ([cast.huyen], 1, 0)
    assert str(cast.huyen) in words_of(page)


# --- the sheet --------------------------------------------------------------------


def test_sheet__shows_what_earlier_steps_answered_and_marks_what_differs_after_a_refused_post(cast: Cast) -> None:
    nomination = stages.at_cell(cast)
    sheet = full_sheet(nomination)
    first, second, *_rest = sheet
    sheet[second] = GivenAnswer(Assessment.Answer.NOT_MET, "Còn một ý kiến.")
    decide(nomination, cast.bi_thu, approval(nomination, sheet=sheet, justification="Đã giải quyết xong."))
    browser = signed_in(cast.huyen)
    rows = browser.get(at(nomination)).context["decision_form"].rows
    assert [(answer.source, answer.note) for answer in rows[1].earlier] == [(cast.units.cell.name, "Còn một ý kiến.")]
    assert not any(row.differing for row in rows)
    answer = browser.post(at(nomination, "decide"), {**decision_data(nomination, "approve"), f"criterion-{first}": ""})
    assert answer.status_code == 422
    rows = answer.context["decision_form"].rows
    assert [bool(row.differing) for row in rows] == [False, True, False]
    assert answer.content.decode().count('class="gd-crit differs"') == 1


def test_sheet__after_a_return_shows_what_the_returning_step_had_answered(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    decide(nomination, cast.huyen, a_return(sheet=full_sheet(nomination, Assessment.Answer.NOT_MET)))
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    approve(nomination, cast.bi_thu)
    [row, *_rest] = shown(cast.huyen, nomination).context["decision_form"].rows
    assert [answer.answer for answer in row.earlier] == [Assessment.Answer.NOT_MET, Assessment.Answer.MET]
    assert row.earlier[0].source != row.earlier[1].source


# --- what changed -----------------------------------------------------------------


def test_comparison__shows_words_old_and_new_and_files_added_and_removed(cast: Cast) -> None:
    nomination = stages.returned(cast)
    browser = signed_in(cast.chi_bo)
    old = nomination.evidence.present().first()
    assert old is not None
    browser.post(reverse("nomination_desk:remove_evidence", args=[old.pk]))
    added = make_evidence(nomination, old.document, name="bien-ban-moi.pdf")
    nomination.citation = "Hiến 410 m² đất vườn để mở rộng đường thôn."
    nomination.save_revision(user=cast.chi_bo)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    approve(nomination, cast.bi_thu)
    page = shown(cast.huyen, nomination)
    changes = page.context["dossier"].comparison
    [change] = changes.changes
    assert [(piece.kind, piece.text) for piece in change.pieces if piece.kind != KEPT] == [
        (REMOVED, "310"),
        (ADDED, "410"),
    ]
    assert (changes.added, changes.removed) == ([added], [old])
    said = page.content.decode()
    assert re.search(r"<del>.*310.*</del><ins>.*410.*</ins>", said)


def test_comparison__says_nothing_where_nothing_changed_or_nothing_was_returned(cast: Cast) -> None:
    assert not shown(cast.huyen, resubmitted(cast)).context["dossier"].comparison
    assert shown(cast.huyen, stages.at_district(cast, name="Ma Văn Hai (mẫu)")).context["dossier"].comparison is None


def test_comparison__tells_references_choices_and_days_as_the_dossier_does(cast: Cast) -> None:
    nomination = resubmitted(
        cast, basis_ground="published_source", meeting_on=datetime.date(2020, 10, 5), opens_photo=True
    )
    changes = shown(cast.huyen, nomination).context["dossier"].comparison.changes
    told = {"".join(piece.text for piece in change.pieces if piece.kind == ADDED) for change in changes}
    assert "05/10/2020" in told
    assert len(changes) == 3
    assert not {"True", "published_source", "2020-10-05"} & told


def test_pieces__keep_every_word_of_both() -> None:
    before, after = "Hiến  310 m²\nđất vườn.", "Hiến 410 m²\nđất rừng, vườn."
    pieces = pieces_of(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == after


# --- documents --------------------------------------------------------------------


def test_viewer__may_be_framed_by_our_own_pages_alone_and_only_the_file_may(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    file = nomination.evidence.present().first()
    assert file is not None
    browser = signed_in(cast.huyen)
    shown_inline = browser.get(reverse("nomination_desk:evidence", args=[file.pk]))
    assert b"".join(shown_inline) == PDF
    assert shown_inline["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown_inline["Content-Security-Policy"]
    assert "script-src" not in shown_inline["Content-Security-Policy"]
    assert shown_inline["Content-Disposition"].startswith("inline")
    kept = browser.get(reverse("nomination_desk:evidence", args=[file.pk]) + "?download")
    assert kept["Content-Disposition"].startswith("attachment")
    # Read to its end: a file that is not stays open.
    assert b"".join(kept) == PDF
    assert browser.get(at(nomination))["X-Frame-Options"] == "DENY"


def test_viewer__shows_pictures_and_pdf_lazily_and_offers_other_types_for_download(cast: Cast) -> None:
    nomination = stages.draft(cast, with_evidence=False)
    make_evidence(nomination, name="a.pdf")
    make_evidence(nomination, name="b.jpg", content_type="image/jpeg")
    make_evidence(nomination, name="c.docx", content_type="application/vnd.openxmlformats-officedocument")
    said = shown(cast.chi_bo, nomination).content.decode()
    assert said.count("<iframe") == 1 and re.search(r"<iframe[^>]+loading=\"lazy\"", said)
    assert len(re.findall(r"<img[^>]+loading=\"lazy\"", said)) == 1
    assert said.count("?download") == 3


# --- what it costs ----------------------------------------------------------------


def test_foreign_dossier__and_the_way_on_from_it_answer_404(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    for name in ("dossier", "next"):
        assert Client().get(at(nomination, name)).status_code == 302
        assert signed_in(cast.huyen_2).get(at(nomination, name)).status_code == 404


def test_offers__are_those_the_step_allows(cast: Cast) -> None:
    nomination = stages.at_district(cast)
    ConflictRule.objects.create(guideline=nomination.guideline, position=1, text="Anh em ruột")
    keys = [offer.key for offer in shown(cast.huyen, nomination).context["offers"]]
    assert keys == ["consult", "recuse"]
    make_assignment(make_user("dong-nghiep"), cast.units.cho_don)
    consultations.consult(nomination_id=nomination.pk, user=cast.huyen, agency="Hội Nông dân", question="Đúng không?")
    page = shown(cast.huyen, nomination)
    assert [offer.key for offer in page.context["offers"]] == ["answer", "hand_over", "recuse"]
    assert next(label for _, label in page.context["offers"][2].form.fields["tie"].choices) == "Anh em ruột"
    assert shown(cast.chi_bo, nomination).context["offers"] == []


def test_step_document__is_asked_of_the_step_in_words(cast: Cast) -> None:
    make_guideline()
    nomination = stages.at_district(cast)
    RequiredDocument.objects.create(
        guideline=nomination.guideline, position=9, name="Phiếu thẩm định", level=Level.DISTRICT
    )
    page = shown(cast.huyen, nomination)
    assert [document.name for document in step_of(page).missing_documents] == ["Phiếu thẩm định"]
    assert "Phiếu thẩm định" in words_of(page)
    assert Action.ATTACH in page.context["dossier"].actions
    assert page.context["evidence_form"].fields["document"].queryset.get().name == "Phiếu thẩm định"
    assert shown(cast.chi_bo, nomination).context["evidence_form"] is None


def test_comparison__of_texts_too_long_for_it_shows_both_whole_and_at_once() -> None:
    before, after = "đất " * 200_000, "ruộng " * 200_000
    assert [(piece.kind, piece.text) for piece in pieces_of(before, after)] == [(REMOVED, before), (ADDED, after)]

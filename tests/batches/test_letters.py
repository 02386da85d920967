"""Proposal letters: entered by form or by list, each nominee with its own fate, nobody's but the unit's."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.batches.spreadsheets import GOOD, HEADINGS, good, uploaded, workbook
from tests.cast import Cast
from tests.factories import PDF, make_category, make_guideline, make_nomination
from tests.workflows.acts import a_refusal, a_return, approve, decide
from tests.workflows.effects import all_rows, without_effect
from tests.workflows.threads import at_once
from tests.workflows.web import signed_in
from workflows import letters, submission
from workflows.errors import IncompleteError
from workflows.letters import LetterFacts
from workflows.models import NoBasis, Nomination, NominationBatch, NomineeList
from workflows.nominee_lists.columns import COLUMNS, find_headings
from workflows.nominee_lists.entering import enter_list, forget_old_lists
from workflows.nominee_lists.reading import read_lines
from workflows.permissions import NotYoursError
from workflows.states import State

pytestmark = pytest.mark.django_db
ADD = "/admin/letters/add/"
DAY = datetime.date(2020, 10, 3)


@pytest.fixture(autouse=True)
def _rules(cast: Cast) -> None:
    make_guideline()
    make_category()


def typed(cast: Cast, *names: str, **changes: Any) -> dict[str, Any]:
    """What the form of a letter posts, with nominees typed in short."""
    rows: dict[str, Any] = {"nominee-TOTAL_FORMS": len(names), "nominee-INITIAL_FORMS": 0}
    for index, name in enumerate(names):
        values = {"name": name, "kind": "individual", "category": make_category().pk, "achievement": "Hiến đất."}
        rows |= {f"nominee-{index}-{field}": value for field, value in values.items()}
    letter = {"unit": cast.units.cell.pk, "number": "12-TTr/CB", "signed_on": "2020-10-03", "subject": "Đề nghị"}
    meeting = {"meeting_on": "2020-10-02", "members_total": 14, "members_present": 12, "votes_for": 11}
    return {**letter, **meeting, **rows, **changes}


def a_letter(cast: Cast, *drafts: Nomination) -> NominationBatch:
    facts = LetterFacts(unit=cast.units.cell, number="12-TTr/CB", signed_on=DAY)
    return letters.add_letter(user=cast.chi_bo, facts=facts, draft_ids=[draft.pk for draft in drafts])


def test_form__enters_the_letter_with_drafts_and_new_nominees(cast: Cast) -> None:
    draft = make_nomination(cast.units.cell, cast.chi_bo)
    file = SimpleUploadedFile("to-trinh.pdf", PDF)
    answer = signed_in(cast.chi_bo).post(
        ADD, typed(cast, "Nông Văn Mới", "Bàn Thị Mới", drafts=[draft.pk], letter=file)
    )
    assert answer.status_code == 302, answer.context["form"].errors
    letter = NominationBatch.objects.get()
    assert (letter.number, letter.unit, letter.letter_name) == ("12-TTr/CB", cast.units.cell, "to-trinh.pdf")
    new = letter.nominations.exclude(pk=draft.pk)
    assert set(letter.nominations.values_list("name", flat=True)) == {draft.name, "Nông Văn Mới", "Bàn Thị Mới"}
    for nomination in new:
        assert nomination.state == State.DRAFT
        assert nomination.latest_revision is not None
        assert nomination.latest_revision.user == nomination.created_by == cast.chi_bo
        assert nomination.guideline.is_editable is False
        assert nomination.votes_for == 11


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": ""}, "number"),
        ({"signed_on": "31/02/2020"}, "signed_on"),
        ({"unit": 0}, "unit"),
        ({"drafts": [0]}, "drafts"),
        ({"letter": SimpleUploadedFile("to-trinh.pdf", b"MZ" + bytes(100))}, None),
        ({"nominee_list": SimpleUploadedFile("danh-sach.xlsx", PDF)}, "nominee_list"),
        ({"members_present": 15}, "members_present"),
    ],
)
def test_form__that_is_wrong_enters_nothing_and_keeps_what_was_typed(
    changes: dict[str, Any], field: str | None, cast: Cast
) -> None:
    with without_effect():
        answer = signed_in(cast.chi_bo).post(ADD, typed(cast, "Nông Văn Gõ Rồi", **changes))
    assert answer.status_code == 422
    assert "Nông Văn Gõ Rồi" in answer.content.decode()
    assert field is None or field in answer.context["form"].errors
    assert not NominationBatch.objects.exists()


def test_letter__of_one_number_and_day_is_entered_once(cast: Cast) -> None:
    browser = signed_in(cast.chi_bo)
    assert browser.post(ADD, typed(cast, "Nông Văn Mới")).status_code == 302
    with without_effect():
        again = browser.post(ADD, typed(cast, "Nông Văn Mới"))
    assert again.status_code == 422
    assert "number" in again.context["form"].errors


def test_draft__of_another_unit_or_letter_is_not_taken(cast: Cast) -> None:
    foreign = make_nomination(cast.units.cell_2, cast.chi_bo_2)
    mine = make_nomination(cast.units.cell, cast.chi_bo)
    a_letter(cast, mine)
    with without_effect():
        for draft in (foreign, mine):
            answer = signed_in(cast.chi_bo).post(ADD, typed(cast, number="13-TTr/CB", drafts=[draft.pk]))
            assert "drafts" in answer.context["form"].errors


@pytest.mark.parametrize("person", ["chi_bo_2", "bi_thu_2", "huyen_2", "giam_sat", "quan_tri", "huyen"])
def test_address__of_a_foreign_letter_or_list_answers_404(person: str, cast: Cast) -> None:
    """A reviewer above knows no letter whose nominees are all drafts."""
    letter = a_letter(cast, make_nomination(cast.units.cell, cast.chi_bo))
    letters.attach_file(letter_id=letter.pk, user=cast.chi_bo, file=SimpleUploadedFile("a.pdf", PDF))
    listed = a_list(cast, GOOD, number="13-TTr/CB")
    browser = signed_in(cast.everybody[person])
    named = dict.fromkeys(("letter", "submit_letter", "attach_letter", "letter_file"), letter.pk)
    with without_effect():
        for name, pk in {**named, "nominee_list": listed.pk}.items():
            at = reverse(f"nomination_desk:{name}", args=[pk])
            assert browser.get(at).status_code == 404, at
            assert browser.post(at).status_code in {404, 405}, at
    said = browser.get(reverse("nomination_desk:letters"))
    assert letter.number not in said.content.decode()


def test_reviewer_above__sees_the_submitted_nominees_of_a_letter_alone(cast: Cast) -> None:
    sent = make_nomination(cast.units.cell, cast.chi_bo, name="Nông Văn Gửi")
    kept = make_nomination(cast.units.cell, cast.chi_bo, name="Bàn Văn Giữ", birth_year=None)
    letter = a_letter(cast, sent, kept)
    at = reverse("nomination_desk:letter", args=[letter.pk])
    answer = signed_in(cast.chi_bo).post(reverse("nomination_desk:submit_letter", args=[letter.pk]))
    assert [(fate.nomination, [gap.field for gap in fate.gaps]) for fate in answer.context["left"]] == [
        (kept, ["birth_year"])
    ]
    said = signed_in(cast.huyen).get(at).content.decode()
    assert sent.name in said
    assert kept.name not in said
    with without_effect():
        for person in (cast.huyen, cast.bi_thu):
            assert signed_in(person).post(reverse("nomination_desk:submit_letter", args=[letter.pk])).status_code == 302
    assert not NominationBatch.objects.exclude(letter="").exists()


def test_scan__names_everybody_and_opens_above_only_once_all_are_submitted(cast: Cast) -> None:
    first, second = (make_nomination(cast.units.cell, cast.chi_bo) for _turn in range(2))
    letter = a_letter(cast, first, second)
    letters.attach_file(letter_id=letter.pk, user=cast.chi_bo, file=SimpleUploadedFile("a.pdf", PDF))
    at = reverse("nomination_desk:letter_file", args=[letter.pk])

    def opens(person: Any) -> bool:
        response: Any = signed_in(person).get(at)
        return response.status_code == 200 and b"".join(response.streaming_content) == PDF

    submission.submit(nomination_id=first.pk, user=cast.chi_bo)
    assert opens(cast.chi_bo) and not opens(cast.huyen)
    assert at not in signed_in(cast.huyen).get(reverse("nomination_desk:letter", args=[letter.pk])).content.decode()
    submission.submit(nomination_id=second.pk, user=cast.chi_bo)
    assert opens(cast.huyen) and not opens(cast.huyen_2)


def test_nominees__of_a_letter_end_each_in_its_own_way(cast: Cast) -> None:
    names = [f"Nông Văn {number} (mẫu)" for number in range(4)]
    drafts = [make_nomination(cast.units.cell, cast.chi_bo, name=name, basis_ground=NoBasis.NONE) for name in names]
    letter = a_letter(cast, *drafts)
    assert all(not fate.gaps for fate in letters.submit_letter(letter=letter, user=cast.chi_bo))
    one, two, three, four = Nomination.objects.order_by("pk")
    approve(one, cast.bi_thu, cast.huyen, cast.tinh)
    approve(two, cast.bi_thu, cast.huyen)
    decide(three, cast.bi_thu, a_return())
    decide(four, cast.bi_thu, a_refusal())
    answer = signed_in(cast.chi_bo).get(reverse("nomination_desk:letter", args=[letter.pk]))
    states = {State.REGISTERED, State.IN_REVIEW, State.RETURNED, State.REFUSED}
    assert dict(answer.context["fates"]) == {str(state.label): 1 for state in states}
    assert [nomination.records.count() for nomination in (one, two, three, four)] == [5, 4, 2, 2]


def a_list(cast: Cast, *rows: Any, number: str = "12-TTr/CB") -> NomineeList:
    file = uploaded(workbook([HEADINGS, *rows]))
    answer = signed_in(cast.chi_bo).post(ADD, typed(cast, number=number, nominee_list=file))
    assert answer.status_code == 302, answer.context["form"].errors
    return NomineeList.objects.latest("pk")


def test_list__writes_nothing_before_it_is_confirmed_and_once_however_often(cast: Cast) -> None:
    with without_effect():
        listed = a_list(cast, *(good(number) for number in range(17)))
    assert not NominationBatch.objects.exists()
    browser = signed_in(cast.chi_bo)
    at = reverse("nomination_desk:nominee_list", args=[listed.pk])
    assert browser.get(at).context["report"]["is_open"]
    first, second = browser.post(at), browser.post(at)
    assert first["Location"] == second["Location"] == browser.get(at)["Location"]
    letter = NominationBatch.objects.get()
    assert letter.nominations.filter(state=State.DRAFT, created_by=cast.chi_bo, votes_for=11).count() == 17
    assert letter.nominations.filter(latest_revision=None).count() == 0
    one = letter.nominations.earliest("pk")
    assert one.latest_revision is not None
    assert one.latest_revision.as_object().name == one.name
    assert one.get_latest_revision() == one.latest_revision
    assert not one.has_unpublished_changes


def test_list__keeps_no_name_once_it_is_entered_nor_when_nobody_confirms_it(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    """The nominations say it, and there a request can blank it."""
    entered, left = a_list(cast, GOOD), a_list(cast, good(2), number="13-TTr/CB")
    files = [str(listed.file.name) for listed in (entered, left)]
    storage = entered.file.storage
    assert all(storage.exists(name) for name in files)
    with django_capture_on_commit_callbacks(execute=True):
        enter_list(list_id=entered.pk, user=cast.chi_bo)
        assert forget_old_lists() == 0
        assert forget_old_lists(timezone.now() + datetime.timedelta(days=15)) == 1
    entered.refresh_from_db()
    assert (entered.file.name, entered.name, entered.report) == ("", "", {})
    assert not NomineeList.objects.filter(pk=left.pk).exists()
    assert not any(storage.exists(name) for name in files)


def test_list__with_a_wrong_row_cannot_be_entered(cast: Cast) -> None:
    listed = a_list(cast, GOOD, ["Nông Văn Sai", "ông", "cá nhân", "Hiến đất mở đường", "Hiến đất.", 1970])
    browser = signed_in(cast.chi_bo)
    at = reverse("nomination_desk:nominee_list", args=[listed.pk])
    said = browser.get(at).content.decode()
    assert "Hiến đất làm đường" in said
    with without_effect():
        assert browser.post(at).status_code == 302
    assert not NominationBatch.objects.exists()


def test_list__of_somebody_who_left_the_unit_is_not_entered(cast: Cast) -> None:
    listed = a_list(cast, GOOD)
    cast.chi_bo.assignments.update(unit=cast.units.cell_2)
    with without_effect():
        assert signed_in(cast.chi_bo).post(reverse("nomination_desk:nominee_list", args=[listed.pk])).status_code == 404
        with pytest.raises(NotYoursError):
            enter_list(list_id=listed.pk, user=cast.chi_bo)


def test_list__that_fails_in_the_middle_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = a_list(cast, GOOD, good(2), good(3))

    def fail(*_drafts: Any, **_user: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(letters, "log_begun", fail)
    before = all_rows()
    with pytest.raises(ZeroDivisionError):
        enter_list(list_id=listed.pk, user=cast.chi_bo)
    assert all_rows() == before
    assert not NominationBatch.objects.exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once__enter_the_list_once(cast: Cast) -> None:
    listed = a_list(cast, GOOD, good(2))
    results = at_once(*[lambda: enter_list(list_id=listed.pk, user=cast.chi_bo)] * 2)
    assert results[0] == results[1] == NominationBatch.objects.get()
    assert Nomination.objects.count() == 2


def test_screens__cost_the_same_at_2_and_at_12_letters(cast: Cast) -> None:
    browser = signed_in(cast.chi_bo)
    costs = []
    for size in (2, 2, 10):
        for _number in range(size):
            number = f"{NominationBatch.objects.count() + 20}-TTr/CB"
            facts = LetterFacts(unit=cast.units.cell, number=number, signed_on=DAY)
            letters.add_letter(
                user=cast.chi_bo, facts=facts, draft_ids=[make_nomination(cast.units.cell, cast.chi_bo).pk]
            )
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(reverse("nomination_desk:letters")).status_code == 200
        costs.append(len(captured))
    assert costs[1] == costs[2], costs


def test_template__is_a_list_the_trial_can_read(cast: Cast) -> None:
    answer: Any = signed_in(cast.chi_bo).get(reverse("nomination_desk:list_template"))
    lines = read_lines(io.BytesIO(b"".join(answer)))
    assert set(find_headings(lines)[1]) == {column.field for column in COLUMNS}
    assert signed_in(cast.huyen).get(reverse("nomination_desk:list_template")).status_code in {302, 403}


def test_justification__is_kept_without_a_sign_no_database_holds(cast: Cast) -> None:
    one, two = (make_nomination(cast.units.cell, cast.chi_bo, name="Lý Văn Một (mẫu)") for _row in range(2))
    submission.submit(nomination_id=one.pk, user=cast.chi_bo, justification="Hai việc\x00 khác nhau.")
    assert one.records.get().justification == "Hai việc khác nhau."
    with pytest.raises(IncompleteError):
        submission.submit(nomination_id=two.pk, user=cast.chi_bo, justification=" \x00 ")


@pytest.mark.parametrize("number", ["9" * 18, "9" * 40, "-" + "9" * 30, "x"])
def test_draft__that_is_no_row_is_refused_beside_its_field(number: str, cast: Cast) -> None:
    answer = signed_in(cast.chi_bo).post(ADD, typed(cast, drafts=[number]))
    assert answer.status_code == 422
    assert "drafts" in answer.context["form"].errors

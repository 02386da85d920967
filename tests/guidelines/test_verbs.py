"""The life of a version: draft, in force, replaced; never changed once it held."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from honors.levels import Level
from tests.cast import Cast
from tests.factories import make_category, make_guideline, make_nomination
from tests.guidelines.posts import facts, whole_parts
from workflows.errors import DecisionError, IncompleteError
from workflows.guidelines.parts import fingerprint, parts_of
from workflows.guidelines.versions import (
    ChangedMeanwhileError,
    RoutesBrokenError,
    delete_draft,
    make_draft,
    put_in_force,
    save_draft,
    succeed,
)
from workflows.models import ConflictRule, Guideline, Nomination, Quota
from workflows.sheet import criteria_of

pytestmark = pytest.mark.django_db


def drafted(cast: Cast, *texts: str, number: str = "58-HD/BTGTU") -> Guideline:
    return make_draft(by=cast.quan_tri, facts=facts(number), parts=whole_parts(*texts))


def seen(draft: Guideline) -> str:
    fresh = Guideline.objects.get(pk=draft.pk)
    return fingerprint(fresh, parts_of(fresh))


def in_force(cast: Cast, draft: Guideline) -> Guideline:
    return put_in_force(guideline_id=draft.pk, by=cast.quan_tri, accepts_findings=True)


def test_successor__begins_with_every_rule_of_the_version_and_none_of_its_file(cast: Cast) -> None:
    current = make_guideline(cooldown_months=12, summary="Cũ.")
    Quota.objects.create(guideline=current, level=Level.DISTRICT, kind="", maximum=3)
    ConflictRule.objects.create(guideline=current, position=1, text="Cùng hộ")
    current.criteria.filter(position=1).update(category=make_category())

    draft = succeed(guideline_id=current.pk, by=cast.quan_tri)

    assert parts_of(draft) == parts_of(current)
    assert (draft.state, draft.predecessor, draft.cooldown_months) == (Guideline.State.DRAFT, current, 12)
    assert (draft.summary, draft.file.name, draft.number) == ("", "", f"thay {current.number}")


def test_successor__has_a_number_of_its_own_every_time(cast: Cast) -> None:
    current = make_guideline()
    numbers = {succeed(guideline_id=current.pk, by=cast.quan_tri).number for _again in range(3)}
    assert len(numbers) == 3


def test_draft__is_replaced_as_a_whole_in_the_order_given(cast: Cast) -> None:
    draft = drafted(cast, "Một", "Hai", "Ba")
    parts = whole_parts("Ba", "Một")

    save_draft(guideline_id=draft.pk, by=cast.quan_tri, facts=facts(title="Tên khác"), parts=parts, seen=seen(draft))

    assert list(draft.criteria.values_list("position", "text")) == [(1, "Ba"), (2, "Một")]
    assert Guideline.objects.get(pk=draft.pk).title == "Tên khác"


def test_draft__saved_by_somebody_else_meanwhile_is_not_overwritten(cast: Cast) -> None:
    draft = drafted(cast, "Một")
    before = seen(draft)
    save_draft(guideline_id=draft.pk, by=cast.giam_sat, facts=facts(), parts=whole_parts("Của người khác"), seen=before)
    with pytest.raises(ChangedMeanwhileError):
        save_draft(guideline_id=draft.pk, by=cast.quan_tri, facts=facts(), parts=whole_parts("Của tôi"), seen=before)
    assert [row["text"] for row in parts_of(draft)["criteria"]] == ["Của người khác"]


def _without_province(parts: Any) -> None:
    parts["steps"].pop()


def _province_left_out(parts: Any) -> None:
    parts["steps"][-1] |= {"optional": True, "left_out": True}


def _two_steps(parts: Any) -> None:
    parts["steps"].append(dict(parts["steps"][0]))


def _twice(parts: Any) -> None:
    parts["criteria"].append({**parts["criteria"][0], "text": "  việc làm  CÓ thật "})


def _two_quotas(parts: Any) -> None:
    parts["quotas"] = [{"level": 3, "kind": "", "maximum": count} for count in (1, 2)]


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (lambda parts: parts.update(criteria=[]), "criteria"),
        (lambda parts: parts.update(steps=[]), "steps"),
        (_without_province, "steps"),
        (_province_left_out, "steps"),
        (_two_steps, "steps"),
        (_twice, "criteria"),
        (_two_quotas, "quotas"),
    ],
)
def test_draft__with_a_gap_names_the_part_and_writes_nothing(cast: Cast, spoil: Any, field: str) -> None:
    parts = whole_parts()
    spoil(parts)
    with pytest.raises(IncompleteError) as refused:
        make_draft(by=cast.quan_tri, facts=facts(), parts=parts)
    assert {gap.field for gap in refused.value.gaps} == {field}
    assert not Guideline.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"level": 9}, {"min_ratio": 2}, {"quorum": 0}, {"left_out": True}, {"ratio_base": "all"}]
)
def test_draft__with_an_impossible_step_is_refused_by_the_model_too(cast: Cast, changes: dict[str, Any]) -> None:
    parts = whole_parts()
    parts["steps"][0] |= changes
    with pytest.raises((ValidationError, IncompleteError)):
        make_draft(by=cast.quan_tri, facts=facts(), parts=parts)
    assert not Guideline.objects.exists()


def test_number__belongs_to_one_version(cast: Cast) -> None:
    drafted(cast)
    with pytest.raises(IncompleteError) as refused:
        drafted(cast)
    assert [gap.field for gap in refused.value.gaps] == ["number"]


def test_in_force__replaces_the_one_before_so_that_there_is_always_one(cast: Cast) -> None:
    current, draft = make_guideline(), drafted(cast)

    in_force(cast, draft)

    current.refresh_from_db()
    assert (current.state, current.replaced_on) == (Guideline.State.REPLACED, timezone.localdate())
    assert list(Guideline.objects.in_force()) == [draft]
    assert Guideline.objects.get(pk=draft.pk).predecessor == current


def test_in_force__names_first_whose_route_it_would_break(cast: Cast) -> None:
    draft = drafted(cast)
    with pytest.raises(RoutesBrokenError) as refused:
        put_in_force(guideline_id=draft.pk, by=cast.quan_tri)
    # X053 has nobody at all; neither has the district above it.
    assert {finding.unit for finding in refused.value.findings} == {cast.units.grassroots_cell, cast.units.bloc}
    assert Guideline.objects.get(pk=draft.pk).state == Guideline.State.DRAFT
    assert in_force(cast, draft).state == Guideline.State.IN_FORCE


def test_in_force__waits_for_the_day_it_is_valid_from(cast: Cast) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    draft = make_draft(by=cast.quan_tri, facts=facts(valid_from=tomorrow), parts=whole_parts())
    with pytest.raises(DecisionError):
        in_force(cast, draft)
    assert not Guideline.objects.in_force().exists()


@pytest.mark.parametrize("state", [Guideline.State.IN_FORCE, Guideline.State.REPLACED])
def test_version__that_ever_held_is_never_changed(cast: Cast, state: str) -> None:
    version = make_guideline(state=state)
    before = seen(version)
    acts: list[Any] = [
        lambda: save_draft(guideline_id=version.pk, by=cast.quan_tri, facts=facts(), parts=whole_parts(), seen=before),
        lambda: put_in_force(guideline_id=version.pk, by=cast.quan_tri, accepts_findings=True),
        lambda: delete_draft(guideline_id=version.pk, by=cast.quan_tri),
    ]
    for act in acts:
        with pytest.raises(DecisionError):
            act()
    assert (seen(version), Guideline.objects.get(pk=version.pk).state) == (before, state)


def test_draft__goes_unless_another_version_succeeds_it(cast: Cast) -> None:
    draft = drafted(cast)
    successor = succeed(guideline_id=draft.pk, by=cast.quan_tri)
    with pytest.raises(DecisionError):
        delete_draft(guideline_id=draft.pk, by=cast.quan_tri)
    delete_draft(guideline_id=successor.pk, by=cast.quan_tri)
    delete_draft(guideline_id=draft.pk, by=cast.quan_tri)
    assert not Guideline.objects.exists()
    with pytest.raises(DecisionError):
        delete_draft(guideline_id=draft.pk, by=cast.quan_tri)


@pytest.mark.parametrize("who", ["chi_bo", "tinh", "tinh_bt", "bien_tap"])
def test_verbs__are_for_administrators_alone(cast: Cast, who: str) -> None:
    draft = drafted(cast)
    person = cast.everybody[who]
    acts: list[Any] = [
        lambda: make_draft(by=person, facts=facts("2-HD/X"), parts=whole_parts()),
        lambda: succeed(guideline_id=draft.pk, by=person),
        lambda: save_draft(guideline_id=draft.pk, by=person, facts=facts(), parts=whole_parts(), seen=seen(draft)),
        lambda: put_in_force(guideline_id=draft.pk, by=person, accepts_findings=True),
        lambda: delete_draft(guideline_id=draft.pk, by=person),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert [version.state for version in Guideline.objects.all()] == [Guideline.State.DRAFT]


def test_nominations__stay_with_the_version_they_began_under(cast: Cast) -> None:
    old = make_guideline()
    draft_case = make_nomination(cast.units.cell, cast.chi_bo)
    in_force(cast, drafted(cast, "Tiêu chí mới"))

    fresh = make_nomination(cast.units.cell, cast.chi_bo, name="Người Thứ Hai (mẫu)")

    kept = Nomination.objects.get(pk=draft_case.pk)
    assert (kept.guideline, len(criteria_of(kept))) == (old, 3)
    assert [criterion.text for criterion in criteria_of(fresh)] == ["Tiêu chí mới"]

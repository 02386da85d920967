"""The requests a browser sends, and those an attacker crafts after reading its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from tests.factories import PDF
from workflows.models import Assessment, Criterion, Nomination
from workflows.registration import NEW_PROFILE
from workflows.runs import current_task_state_id
from workflows.states import Action, ReturnReason

FORM_FIELDS = (
    "kind", "honorific", "name", "birth_year", "is_minor", "role", "head_name", "member_count", "unit", "category",
    "achievement", "deed_period", "deed_place", "citation", "meeting_on", "members_total", "members_present",
    "votes_for", "basis_ground", "basis_given_by", "basis_given_on", "basis_proof", "guardian_name", "opens_photo",
    "opens_birth_year", "opens_members", "opens_household_status", "phone", "address", "nominee_account",
)  # fmt: skip


def signed_in(person: Any, *, raises: bool = True) -> Client:
    """A browser in which a person is signed in; without `raises` a crash is an answer like any other."""
    client = Client(raise_request_exception=raises)
    client.force_login(person)
    return client


def form_data(nomination: Nomination, **changes: Any) -> dict[str, Any]:
    """What the nomination's form posts as it stands, with some fields changed."""
    data: dict[str, Any] = {}
    for name in FORM_FIELDS:
        value = getattr(nomination, name)
        data[name] = value.pk if isinstance(value, Model) else value
    posted = {name: value for name, value in data.items() if value not in (None, False)}
    return {**posted, **changes}


def decision_data(nomination: Nomination, verdict: str, **changes: Any) -> dict[str, Any]:
    """What the decision form posts for a verdict that lacks nothing."""
    criteria = Criterion.objects.filter(guideline_id=nomination.guideline_id)
    return {
        "verdict": verdict,
        "task_state": current_task_state_id(nomination) or 0,
        "profile": NEW_PROFILE,
        "reason_codes": [ReturnReason.OTHER],
        "return_reason": "Cần bổ sung.",
        "refuse_reason": "Không đúng đối tượng.",
        **{f"criterion-{criterion.pk}": Assessment.Answer.MET for criterion in criteria},
        **changes,
    }


def _at(name: str, nomination: Nomination) -> str:
    return reverse(name, args=[nomination.pk])


def save(client: Client, nomination: Nomination) -> Any:
    """Save the form with another achievement."""
    return client.post(_at("nominations:edit", nomination), form_data(nomination, achievement="Sửa lại."))


def preview(client: Client, nomination: Nomination) -> Any:
    """Post the form to the preview, which answers whether it can be shown."""
    return client.post(_at("nominations:preview_on_edit", nomination), form_data(nomination))


def delete(client: Client, nomination: Nomination) -> Any:
    """Confirm the deletion."""
    return client.post(_at("nominations:delete", nomination))


def submit(client: Client, nomination: Nomination) -> Any:
    """Press submit."""
    return client.post(_at("nomination_desk:submit", nomination))


def withdraw(client: Client, nomination: Nomination) -> Any:
    """Withdraw with a reason."""
    return client.post(_at("nomination_desk:withdraw", nomination), {"withdraw-reason": "Nhầm người."})


def _decides(verdict: Action) -> Callable[[Client, Nomination], Any]:
    def decide(client: Client, nomination: Nomination) -> Any:
        return client.post(_at("nomination_desk:decide", nomination), decision_data(nomination, verdict))

    return decide


def entry_act(act: Action, entry_id: int, **changes: Any) -> tuple[str, dict[str, Any]]:
    """Address and form of an act of the province editor."""
    data = {
        "act": act.value,
        f"{act.value}-reason": "Theo yêu cầu.",
        "publish-ground": "consent",
        "publish-given_by": "Gia đình",
        "publish-given_on": "2021-01-04",
        "add_basis-kind": "photo",
        "add_basis-ground": "consent",
        "add_basis-given_by": "Gia đình",
        "add_basis-given_on": "2021-01-04",
        "drop_basis-kind": "birth_year",
        **changes,
    }
    return reverse("nomination_desk:entry", args=[entry_id]), data


REVOCATION = {
    "reason": "Khai không đúng (mẫu).",
    "decision_number": "77-QĐ/TU",
    "decision_signed_on": "2021-03-02",
    "decision_issuer": "Tỉnh ủy (mẫu)",
}


def revoke(client: Client, nomination: Nomination) -> Any:
    """Revoke the entry by a decision."""
    return client.post(reverse("nomination_desk:revoke_entry", args=[nomination.entry_id or 0]), REVOCATION)


def _acts_on_entry(act: Action) -> Callable[[Client, Nomination], Any]:
    def post(client: Client, nomination: Nomination) -> Any:
        address, data = entry_act(act, nomination.entry_id or 0)
        return client.post(address, data)

    return post


def _acts(name: str, **data: Any) -> Callable[[Client, Nomination], Any]:
    def post(client: Client, nomination: Nomination) -> Any:
        return client.post(_at(f"nomination_desk:{name}", nomination), data)

    return post


def attach(client: Client, nomination: Nomination) -> Any:
    """Add the first document the guideline asks of the step that is open."""
    document = nomination.guideline.documents.filter(level=nomination.waiting_level or 0).first()
    upload = SimpleUploadedFile("bien-ban.pdf", PDF, content_type="application/pdf")
    data = {"file": upload, "document": document.pk if document else 0}
    return client.post(_at("nomination_desk:add_evidence", nomination), data)


def _to_first_offered(name: str, people: Callable[[Nomination], Any]) -> Callable[[Client, Nomination], Any]:
    def post(client: Client, nomination: Nomination) -> Any:
        chosen = people(nomination)
        return client.post(_at(f"nomination_desk:{name}", nomination), {f"{name}-person": chosen})

    return post


def _spare(nomination: Nomination) -> int:
    """The colleague whom the stages put beside the reviewers."""
    return int(get_user_model().objects.filter(username="dong-nghiep").values_list("pk", flat=True).first() or 0)


# One request for every action of the table; the matrix fails on an action that has none.
REQUESTS: dict[Action, Callable[[Client, Nomination], Any]] = {
    Action.SAVE: save,
    Action.PREVIEW: preview,
    Action.DELETE: delete,
    Action.SUBMIT: submit,
    Action.WITHDRAW: withdraw,
    Action.APPROVE: _decides(Action.APPROVE),
    Action.RETURN: _decides(Action.RETURN),
    Action.REFUSE: _decides(Action.REFUSE),
    Action.CONSULT: _acts(
        "consult", **{"consult-agency": "Hội Nông dân huyện (mẫu)", "consult-question": "Đất đã bàn giao chưa?"}
    ),
    Action.ANSWER: _acts("answer", **{"answer-answer": "Đã bàn giao."}),
    Action.RECUSE: _acts("recuse", **{"recuse-tie": "other", "recuse-note": "Là anh em họ."}),
    Action.HAND_OVER: _to_first_offered("hand_over", _spare),
    Action.STAND_IN: _to_first_offered("stand_in", _spare),
    Action.ATTACH: attach,
    Action.PUBLISH: _acts_on_entry(Action.PUBLISH),
    Action.UNPUBLISH: _acts_on_entry(Action.UNPUBLISH),
    Action.ADD_BASIS: _acts_on_entry(Action.ADD_BASIS),
    Action.DROP_BASIS: _acts_on_entry(Action.DROP_BASIS),
    Action.REVOKE: revoke,
    Action.MASK: _acts_on_entry(Action.MASK),
}

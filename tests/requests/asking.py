"""Requests as strangers send them, and as editors handle them, by HTTP."""

from __future__ import annotations

import datetime
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.workflows.web import signed_in
from workflows.models import DataSubjectRequest
from workflows.requests.form_token import new_token

ZONE = timezone.get_default_timezone()
# A Thursday: two working days later is Monday the fifteenth, fifteen days later Friday the twenty-sixth.
ARRIVED = datetime.datetime(2026, 6, 11, 9, tzinfo=ZONE)
SECRET = "Lý Thị Kín Đáo"
WORDS = {
    "kind": "removal",
    "about": "Số 1, sổ 2020",
    "text": "Tôi đề nghị gỡ tên tôi khỏi trang này.",
    "asker": "honoree",
    "name": SECRET,
    "phone": "0987 654 321",
    "email": "kin.dao@example.org",
    "consent": "on",
}
FORM = "/yeu-cau/"


def an_hour(hours: float, *, day: int = 0) -> datetime.datetime:
    """So long after the arrival."""
    return ARRIVED + datetime.timedelta(days=day, hours=hours)


def token(age: int = 60) -> str:
    """The token of a form that has been open for so many seconds."""
    with time_machine.travel(timezone.now() - datetime.timedelta(seconds=age), tick=False):
        return new_token()


def words(**changes: Any) -> dict[str, Any]:
    """What the form posts, filled in."""
    return {**WORDS, "token": token(), **changes}


def ask(client: Client | None = None, **changes: Any) -> DataSubjectRequest:
    """Send the form as a stranger; the request it became."""
    response = (client or Client()).post(FORM, words(**changes))
    assert response.status_code == 302, response.content.decode()
    reference = response["Location"].removeprefix(FORM).partition("/")[0]
    return DataSubjectRequest.objects.get(reference=reference)


def act(person: Any, request: DataSubjectRequest, verb: str, /, **values: Any) -> Any:
    """Press one button of the request's screen; prefixed as the screen does it."""
    data = {f"{verb}-{name}": value for name, value in values.items()}
    address = reverse("request_desk:request", args=[request.pk])
    response = signed_in(person).post(address, {"act": verb, **data})
    request.refresh_from_db()
    return response


def tell(person: Any, request: DataSubjectRequest, verb: str = "answer", /, **values: Any) -> Any:
    """Tell the person something by telephone, today."""
    told = {"words": "Chúng tôi đã nhận được.", "channel": "phone", "told_on": "", **values}
    return act(person, request, verb, **told)

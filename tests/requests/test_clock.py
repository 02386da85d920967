"""The clock of requests: reminders told once, escalation, letters that cannot be sent, persons forgotten."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from honors.storage import private_storage
from tests.cast import Cast
from tests.factories import PDF
from tests.notices.mail_server import DROPS_AFTER_DATA, REFUSES, MailServer, mail_server
from tests.notices.scenes import with_mail
from tests.requests.asking import ARRIVED, SECRET, act, an_hour, ask, tell
from tests.workflows.web import signed_in
from workflows.models import DataSubjectRequest, MailState, Notice, NoticeKind, RequestLetter, RequestRecord
from workflows.notices.mail import send_mail
from workflows.orphan_files import sweep_orphans
from workflows.requests.reminders import remind_of_requests
from workflows.requests.retention import forget_persons_of_old_requests

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server of the test's own."""
    with mail_server() as running:
        yield running


def told(day: int, hour: float = 0) -> list[tuple[str, str]]:
    """Run the clock three times, so many days after the arrival; whom it told what."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with time_machine.travel(an_hour(hour, day=day)):
        for _time in range(3):
            remind_of_requests()
    return sorted(Notice.objects.exclude(pk__in=before).values_list("user__username", "kind"))


def arrived() -> DataSubjectRequest:
    """A request of Thursday, 11 June 2026: to be answered by Monday, acted on by Friday a week later."""
    with time_machine.travel(ARRIVED):
        return ask()


def test_reminder__comes_the_working_day_before_and_once(cast: Cast) -> None:
    arrived()
    assert told(0, 1) == []
    assert told(1) == [("tinh-bt", "request_due")]
    assert told(2) == told(3) == [], "a weekend"
    assert told(4) == []


def test_overdue__is_told_at_once_weekly_and_to_the_reviewers_after_three_working_days(cast: Cast) -> None:
    arrived()
    assert told(5) == [("tinh-bt", "request_overdue")]
    assert told(6) == []
    assert told(7) == [("tinh", "request_late")]
    assert told(12) == [("tinh-bt", "request_overdue")]


def test_reminder__follows_the_next_day_after_the_answer_and_after_an_extension(cast: Cast) -> None:
    asked = arrived()
    assert told(1) == [("tinh-bt", "request_due")]
    with time_machine.travel(an_hour(1, day=1)):
        tell(cast.tinh_bt, asked)
    assert told(5) == []
    assert told(14) == [("tinh-bt", "request_due")]
    with time_machine.travel(an_hour(1, day=14)):
        tell(cast.tinh_bt, asked, "extend", days="5")
    assert told(18) == []
    assert told(19) == [("tinh-bt", "request_due")]


def test_closed_or_acted_on__is_reminded_of_no_more(cast: Cast) -> None:
    asked = arrived()
    with time_machine.travel(an_hour(1)):
        act(cast.tinh_bt, asked, "set_aside", reason="Trùng.")
    assert told(1) == told(5) == told(30) == []


@pytest.mark.parametrize("hour", [-3, 24 * 2])
def test_nobody__is_reminded_outside_working_time(cast: Cast, hour: int) -> None:
    arrived()
    assert told(1, hour) == []


def test_reminders__cost_the_same_for_one_and_for_many(cast: Cast) -> None:
    def cost(day: int) -> int:
        with time_machine.travel(an_hour(0, day=day)), CaptureQueriesContext(connection) as captured:
            assert remind_of_requests() > 0
        return len(captured)

    arrived()
    small = cost(5)
    with time_machine.travel(ARRIVED):
        for number in range(8):
            ask(text=f"Đề nghị lần thứ {number}.")
    assert cost(12) <= small + 1


def test_notice__leads_to_the_request_and_goes_by_mail_without_a_name(cast: Cast) -> None:
    with_mail(cast.tinh_bt)
    asked = ask()
    notice = Notice.objects.get()
    assert send_mail() == 1
    assert SECRET not in f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert str(asked.pk) in mail.outbox[0].subject
    editor = signed_in(cast.tinh_bt)
    assert f"/admin/notices/{notice.pk}/" in editor.get("/admin/notices/").content.decode()
    assert editor.get(f"/admin/notices/{notice.pk}/")["Location"] == f"/admin/requests/{asked.pk}/"
    cast.tinh_bt.assignments.update(until=datetime.date(2021, 1, 1))
    assert editor.get(f"/admin/notices/{notice.pk}/")["Location"] != f"/admin/requests/{asked.pk}/"


def test_notice__of_somebody_who_left__is_not_sent(cast: Cast) -> None:
    with_mail(cast.tinh_bt)
    ask()
    cast.tinh_bt.assignments.update(until=datetime.date(2021, 1, 1))
    assert send_mail() == 0
    assert Notice.objects.get().kind == NoticeKind.REQUEST_ARRIVED


@pytest.mark.parametrize(("manner", "state"), [(REFUSES, MailState.WAITING), (DROPS_AFTER_DATA, MailState.GIVEN_UP)])
def test_letter__to_a_bad_server_is_tried_again_or_given_up_and_said_so(
    cast: Cast, server: MailServer, manner: str, state: str
) -> None:
    server.manner = manner
    asked = ask()
    tell(cast.tinh_bt, asked, channel="mail")
    assert send_mail() == 0
    letter = RequestLetter.objects.get()
    assert letter.mail == state
    page = signed_in(cast.tinh_bt).get(f"/admin/requests/{asked.pk}/").content.decode()
    assert letter.get_mail_display() in page
    assert ("gd-late" in page.partition("gd-hist")[2]) == (state == MailState.GIVEN_UP)


def closed_long_ago(cast: Cast) -> DataSubjectRequest:
    """A request with a file, answered and refused in June."""
    with time_machine.travel(ARRIVED):
        asked = ask(file=SimpleUploadedFile("giay.pdf", PDF))
        tell(cast.tinh_bt, asked, words=f"Gửi {SECRET}.")
        tell(cast.tinh_bt, asked, "refuse", words="Đúng theo quyết định.")
        act(cast.tinh_bt, asked, "close")
    return asked


@pytest.mark.django_db(transaction=True)
def test_persons_of_old_requests__are_forgotten_and_the_log_stays(cast: Cast) -> None:
    asked = closed_long_ago(cast)
    stored = str(asked.file.name)
    assert forget_persons_of_old_requests(an_hour(0, day=179)) == 0
    assert [forget_persons_of_old_requests(an_hour(1, day=181)) for _time in range(2)] == [1, 0]
    asked.refresh_from_db()
    row = " ".join(str(value) for value in DataSubjectRequest.objects.values_list().get())
    for text in (SECRET, "0987", "kin.dao", "giay.pdf", "Tôi đề nghị", "Số 1", "ly thi kin"):
        assert text not in row
    assert not private_storage().exists(stored)
    words = list(RequestRecord.objects.values_list("action", "words"))
    assert ("answered", "") in words
    assert ("refused", "Đúng theo quyết định.") in words
    assert words[-1][0] == "erased"
    assert signed_in(cast.tinh_bt).get(f"/admin/requests/{asked.pk}/").status_code == 200


def test_open_request__is_never_forgotten(cast: Cast) -> None:
    arrived()
    assert forget_persons_of_old_requests(an_hour(0, day=4000)) == 0


def test_file_without_a_row__is_swept(cast: Cast) -> None:
    asked = ask(file=SimpleUploadedFile("giay.pdf", PDF))
    orphan = private_storage().save("requests/0123.pdf", SimpleUploadedFile("x.pdf", PDF))
    sweep_orphans(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2))
    assert not private_storage().exists(orphan)
    assert private_storage().exists(str(asked.file.name))

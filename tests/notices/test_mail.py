"""Mail: sent after the commit, tried again, never twice; a bad server loses nothing and blocks nothing."""

from __future__ import annotations

import datetime
import re
import time
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.notices.mail_server import (
    DROPS_AFTER_DATA,
    HANGS,
    HANGS_AFTER_DATA,
    REFUSES,
    TIMEOUT,
    MailServer,
)
from tests.notices.scenes import DAY, NOON, mails, waiting_for_bi_thu, waiting_for_huyen, with_mail
from tests.workflows.deaths import killed_before
from tests.workflows.stages import SECRET
from tests.workflows.threads import at_once
from tests.workflows.web import signed_in
from workflows.models import Channel, DigestMail, Notice, NoticeKind
from workflows.notices.mail import send_mail
from workflows.notices.outbox import LEFT_BEHIND, PAUSES

pytestmark = pytest.mark.django_db
SENT, WAITING, CLAIMED, GIVEN_UP = Notice.Mail.SENT, Notice.Mail.WAITING, Notice.Mail.CLAIMED, Notice.Mail.GIVEN_UP


@pytest.fixture(autouse=True)
def _a_working_day() -> object:
    with time_machine.travel(NOON):
        yield


def later(**time: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(**time)


def test_mail__tells_dossier_unit_and_link_and_no_name(cast: Cast) -> None:
    nomination = waiting_for_huyen(cast)
    assert send_mail() == 1
    sent = mail.outbox[0]
    assert isinstance(sent, EmailMultiAlternatives)
    html = str(sent.alternatives[0][0])
    notice = Notice.objects.get(user=cast.huyen)
    for text in (sent.subject, sent.body, html):
        assert SECRET not in text and nomination.reference in text
    for text in (sent.body, html):
        assert nomination.unit.label in text
        assert f"http://localhost:8000{reverse('nomination_desk:notice', args=[notice.pk])}" in text
        assert reverse("nomination_desk:notice_settings") in text
        assert "24/06/2026" in text
    assert sent.to == ["huyen@example.org"]
    assert mails(cast.huyen) == [SENT]


def test_mail__goes_out_once_however_often_the_clock_runs(cast: Cast) -> None:
    waiting_for_huyen(cast)
    assert [send_mail(), send_mail(), send_mail(later(days=30))] == [1, 0, 0]
    assert len(mail.outbox) == 1


def test_mail__without_address_or_to_somebody_who_may_not_read_it_any_more__is_dropped(cast: Cast) -> None:
    waiting_for_huyen(cast)
    cast.huyen.assignments.update(until=NOON.date())
    assert send_mail() == 0
    assert mail.outbox == []
    assert mails(cast.huyen) == [Notice.Mail.NONE]


@pytest.mark.parametrize("manner", ["gone", HANGS])
def test_dead_server__costs_one_timeout_claims_nothing_and_loses_nothing(
    cast: Cast, server: MailServer, settings: object, manner: str
) -> None:
    waiting_for_bi_thu(cast, 3)
    server.manner = manner
    if manner == "gone":
        server.shutdown()
        server.server_close()
    began = time.monotonic()
    assert send_mail() == 0
    assert time.monotonic() - began < TIMEOUT + 1
    assert mails(cast.bi_thu) == [WAITING] * 3
    assert set(Notice.objects.filter(user=cast.bi_thu).values_list("attempts", flat=True)) == {1}
    assert send_mail() == 0, "not before the pause is over"


def test_server_that_came_back__gets_everything_over_one_connection(cast: Cast, server: MailServer) -> None:
    waiting_for_bi_thu(cast, 3)
    server.manner = HANGS
    send_mail()
    server.manner, server.connections = "", 0
    assert send_mail(later(minutes=2)) == 3
    assert server.connections == 1
    assert len(set(server.ids())) == len(server.taken) == 3
    assert mails(cast.bi_thu) == [SENT] * 3


def test_refused_mail__is_tried_again_with_longer_pauses_then_left_to_the_daily_mail(
    cast: Cast, server: MailServer
) -> None:
    waiting_for_huyen(cast)
    server.manner = REFUSES
    at = timezone.now()
    for pause in PAUSES:
        send_mail(at)
        notice = Notice.objects.get(user=cast.huyen)
        assert (notice.mail, notice.next_attempt_at) == (WAITING, at + pause)
        at += pause
    send_mail(at)
    assert mails(cast.huyen) == [GIVEN_UP]
    server.manner = ""
    assert send_mail(NOON + DAY) == 1
    assert mails(cast.huyen) == [SENT]
    assert "digest" in server.ids()[0]


@pytest.mark.parametrize("manner", [DROPS_AFTER_DATA, HANGS_AFTER_DATA])
def test_connection_broken_after_the_mail__sends_it_no_second_time_and_the_daily_mail_tells_it(
    cast: Cast, server: MailServer, manner: str
) -> None:
    """The server may have taken it: nobody can know."""
    waiting_for_bi_thu(cast, 2)
    server.manner = manner
    assert send_mail() == 0
    assert sorted(mails(cast.bi_thu)) == [GIVEN_UP, WAITING]
    server.manner = ""
    send_mail(NOON + DAY)
    numbers = [str(seen["Message-ID"]) for seen in server.seen]
    assert len(numbers) == len(set(numbers)), "nothing was sent twice"
    assert [number.split("-")[0] for number in server.ids()] == ["<digest", "<notice"]
    assert mails(cast.bi_thu) == [SENT, SENT]


def test_daily_mail__is_one_a_day_with_everything_that_waits(cast: Cast, server: MailServer) -> None:
    waiting_for_bi_thu(cast, 3, Channel.DIGEST)
    assert [send_mail(), send_mail(), send_mail(later(hours=4))] == [1, 0, 0]
    assert len(server.taken) == 1
    text = server.taken[0].get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert len(re.findall(r"Hồ sơ 2026/\d+", text)) == 3 and "Bí Mật" not in text
    assert mails(cast.bi_thu) == [SENT] * 3
    waiting_for_bi_thu(cast, 1, Channel.DIGEST)
    assert send_mail(later(hours=5)) == 0, "the next one goes out tomorrow"
    assert send_mail(NOON + DAY) == 1


@pytest.mark.parametrize("moment", [NOON.replace(hour=6), NOON + 3 * DAY], ids=["before work begins", "on a Saturday"])
def test_daily_mail__waits_for_the_morning_of_a_working_day(cast: Cast, moment: datetime.datetime) -> None:
    with time_machine.travel(moment):
        waiting_for_bi_thu(cast, 1, Channel.DIGEST)
        assert send_mail() == 0
    assert not DigestMail.objects.exists()


def test_daily_mail__tells_nothing_that_was_read_meanwhile(cast: Cast) -> None:
    waiting_for_bi_thu(cast, 2, Channel.DIGEST)
    Notice.objects.filter(user=cast.bi_thu).update(seen_at=timezone.now())
    assert send_mail() == 0
    assert mails(cast.bi_thu) == [Notice.Mail.NONE] * 2


def test_daily_mail__that_was_refused_is_tried_again_the_same_day(cast: Cast, server: MailServer) -> None:
    waiting_for_bi_thu(cast, 1, Channel.DIGEST)
    server.manner = REFUSES
    assert [send_mail(), send_mail()] == [0, 0]
    server.manner = ""
    assert send_mail(later(minutes=31)) == 1


def test_daily_mail__of_which_nobody_knows__comes_again_tomorrow_and_not_today(cast: Cast, server: MailServer) -> None:
    waiting_for_bi_thu(cast, 1, Channel.DIGEST)
    server.manner = DROPS_AFTER_DATA
    send_mail()
    server.manner = ""
    assert send_mail(later(hours=5)) == 0
    assert send_mail(NOON + DAY) == 1
    assert len({str(seen["Message-ID"]) for seen in server.seen}) == len(server.seen) == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once__send_each_mail_once(cast: Cast, server: MailServer) -> None:
    waiting_for_bi_thu(cast, 12)
    with_mail(cast.tinh, channel=Channel.DIGEST)
    nomination = waiting_for_huyen(cast)
    Notice.objects.create(
        user=cast.tinh, kind=NoticeKind.ESCALATED, nomination=nomination, key="x", created_at=NOON, mail="digest"
    )
    results = at_once(send_mail, send_mail, send_mail)
    assert sum(results) == len(server.taken), results
    # A run that found everything claimed already may have put nothing off.
    send_mail(later(hours=2))
    assert len(server.taken) == len(set(server.ids())) == Notice.objects.filter(mail=SENT).count()
    assert not Notice.objects.filter(mail__in=[WAITING, CLAIMED, GIVEN_UP]).exists()


@pytest.mark.kill
@pytest.mark.django_db(transaction=True)
def test_killed_between_claim_and_answer__is_not_sent_again_and_the_daily_mail_tells_it(
    cast: Cast, server: MailServer
) -> None:
    """Every statement of the run is the last one once; whatever was sent, nothing is sent twice or lost."""
    for statement in range(2, 10):
        server.taken.clear()
        server.seen.clear()
        Notice.objects.all().delete()
        DigestMail.objects.all().delete()
        waiting_for_huyen(cast)
        try:
            killed_before(statement, send_mail)
        except AssertionError:
            break  # the run was over before
        send_mail(later(minutes=1))
        send_mail(timezone.now() + LEFT_BEHIND + datetime.timedelta(minutes=1))
        send_mail(NOON + DAY)
        assert mails(cast.huyen) == [SENT]
        assert len(server.seen) == len({str(seen["Message-ID"]) for seen in server.seen}) >= 1
    assert statement > 5


def test_link_of_a_mail__marks_it_read_and_leads_to_the_dossier(cast: Cast) -> None:
    nomination = waiting_for_huyen(cast)
    send_mail()
    address = re.search(r"http://localhost:8000(\S+)", str(mail.outbox[0].body))
    assert address
    response = signed_in(cast.huyen).get(address[1])
    assert response.headers["Location"] == reverse("nomination_desk:dossier", args=[nomination.pk])
    assert Notice.objects.get(user=cast.huyen).seen_at


def test_notice__that_comes_while_a_daily_mail_is_put_together_waits_for_the_next(cast: Cast) -> None:
    """Dropping what may not be read any more drops nothing that was told in between."""
    _first, second = waiting_for_bi_thu(cast, 2, Channel.DIGEST)
    late = Notice.objects.get(user=cast.bi_thu, nomination=second)
    Notice.objects.filter(pk=late.pk).delete()
    told: list[Notice] = []

    def tell_in_between(execute: Any, sql: str, *rest: Any) -> Any:
        if not told and sql.startswith("UPDATE") and "workflows_notice" in sql and "NOT (" in sql:
            told.append(late)
            late.save(force_insert=True)
        return execute(sql, *rest)

    with connection.execute_wrapper(tell_in_between):
        assert send_mail() == 1
    assert told
    assert sorted(mails(cast.bi_thu)) == sorted([SENT, Notice.Mail.DIGEST])

"""Notices that wait to be told, made by the verbs."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from tests.cast import Cast
from tests.workflows.stages import at_cell, at_district
from workflows.models import Channel, Nomination, Notice, NoticeKind, NoticePreferences

# A Wednesday in a week without a day off, on the clocks of the province.
NOON = datetime.datetime(2026, 6, 10, 12, tzinfo=timezone.get_default_timezone())
DAY = datetime.timedelta(days=1)


def with_mail(*people: Any, channel: str = Channel.AT_ONCE) -> None:
    """Give people an address, and have everything told one way."""
    for person in people:
        person.email = f"{person.username}@example.org"
        person.save(update_fields=["email"])
        channels = dict.fromkeys(NoticeKind.values, channel)
        NoticePreferences.objects.update_or_create(user=person, defaults={"channels": channels})


def waiting_for_huyen(cast: Cast, channel: str = Channel.AT_ONCE) -> Nomination:
    """A nomination the district reviewer is to be told of."""
    with_mail(cast.huyen, channel=channel)
    return at_district(cast)


def waiting_for_bi_thu(cast: Cast, count: int, channel: str = Channel.AT_ONCE) -> list[Nomination]:
    """So many that wait for the secretary of the cell."""
    with_mail(cast.bi_thu, channel=channel)
    return [at_cell(cast, name=f"Hoàng Thị Bí Mật {number}") for number in range(count)]


def mails(person: Any) -> list[str]:
    """Where the mail of each of a person's notices is."""
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("mail", flat=True))

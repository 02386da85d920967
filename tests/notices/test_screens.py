"""Notices in the admin: one's own alone, read or new, and how one wants to be told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.factories import given
from tests.notices.scenes import waiting_for_bi_thu
from tests.workflows.stages import SECRET, at_cell, at_district, registered
from tests.workflows.web import signed_in
from workflows.models import Channel, Notice, NoticeKind, NoticePreferences
from workflows.publication import publish

pytestmark = pytest.mark.django_db
LIST = "/admin/notices/"
SETTINGS = "/admin/notices/settings/"


def body(person: Any, address: str = LIST) -> str:
    response = signed_in(person).get(address)
    assert response.status_code == 200
    return response.content.decode()


def choices(**changes: str) -> dict[str, str]:
    return {**dict.fromkeys(NoticeKind.values, Channel.DIGEST.value), **changes}


def test_list__shows_ones_own_alone_without_a_name(cast: Cast) -> None:
    nomination = at_district(cast)
    assert nomination.reference in body(cast.huyen)
    assert SECRET not in body(cast.huyen)
    for stranger in (cast.huyen_2, cast.quan_tri, cast.giam_sat):
        assert nomination.reference not in body(stranger)


def test_notice__of_somebody_else_is_not_there(cast: Cast) -> None:
    at_district(cast)
    notice = Notice.objects.get(user=cast.huyen)
    for stranger in (cast.bi_thu, cast.quan_tri, cast.giam_sat):
        assert signed_in(stranger).get(reverse("nomination_desk:notice", args=[notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert notice.seen_at is None


def test_notice__of_a_dossier_that_is_not_ones_own_any_more_stands_without_a_link(cast: Cast) -> None:
    at_district(cast)
    notice = Notice.objects.get(user=cast.huyen)
    address = reverse("nomination_desk:notice", args=[notice.pk])
    assert f'href="{address}"' in body(cast.huyen)
    cast.huyen.assignments.update(unit=cast.units.ba_be)
    assert f'href="{address}"' not in body(cast.huyen)
    assert signed_in(cast.huyen).get(address).headers["Location"] == LIST


def test_menu__counts_what_is_new_until_all_is_marked_read(cast: Cast) -> None:
    waiting_for_bi_thu(cast, 3)
    assert "(3)" in body(cast.bi_thu, "/admin/")
    client = signed_in(cast.bi_thu)
    assert client.get(LIST).status_code == 200
    assert Notice.objects.filter(user=cast.bi_thu, seen_at=None).count() == 3, "looking is not marking"
    client.post(LIST)
    assert not Notice.objects.filter(user=cast.bi_thu, seen_at=None).exists()
    assert "(3)" not in body(cast.bi_thu, "/admin/")


def test_list__costs_the_same_for_one_and_for_a_page_of_them(cast: Cast) -> None:
    client = signed_in(cast.bi_thu)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    waiting_for_bi_thu(cast, 1)
    queries()
    few = queries()
    waiting_for_bi_thu(cast, 7)
    assert queries() == few


def test_settings__hold_for_ones_own_notices_from_then_on(cast: Cast) -> None:
    response = signed_in(cast.bi_thu).post(SETTINGS, choices(waiting=Channel.NONE))
    assert response.status_code == 302
    cast.bi_thu.email = "bi-thu@example.org"
    cast.bi_thu.save()
    at_cell(cast)
    assert Notice.objects.get(user=cast.bi_thu).mail == Notice.Mail.NONE
    chosen = re.search(r'<input[^>]*name="waiting"[^>]*checked[^>]*>', body(cast.bi_thu, SETTINGS))
    assert chosen and 'value="none"' in chosen[0]


def test_settings__with_a_channel_that_is_none_are_refused_and_nothing_is_written(cast: Cast) -> None:
    response = signed_in(cast.bi_thu).post(SETTINGS, choices(waiting="fax"))
    assert response.status_code == 422
    assert not NoticePreferences.objects.exists()


def test_publication__is_told_to_the_editors_of_the_unit(cast: Cast) -> None:
    nomination = registered(cast)
    publish(entry_id=nomination.entry_id or 0, user=cast.tinh_bt, bases=[given("publish")])
    assert Notice.objects.filter(user=cast.chi_bo, kind=NoticeKind.PUBLISHED).count() == 1

"""The single pieces of the demo: a group with its people and pictures, and a request in every state."""

from __future__ import annotations

import pytest
from django.test import Client

from honors.models import HonoreePage, RegisterEntry
from portal.demo.facts import SAMPLE_MARK
from portal.demo.showpieces import CREDIT, MEMBERS, PICTURES
from workflows.models import DataSubjectRequest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_group__shows_its_members_and_pictures(client: Client) -> None:
    page = HonoreePage.objects.exclude(members="").get()
    shown = client.get(page.get_url()).content.decode()
    names = page.members.splitlines()
    assert len(names) == MEMBERS
    for words in (*names, *(caption for _motif, caption in PICTURES), CREDIT):
        assert words in shown
    assert all(name.endswith(SAMPLE_MARK) for name in names)


def test_requests__stand_in_every_state_and_change_no_count() -> None:
    requests = DataSubjectRequest.objects.all()
    assert sorted(request.state for request in requests) == sorted(DataSubjectRequest.State.values)
    assert all(SAMPLE_MARK in request.name for request in requests)
    assert requests.open().count() == 3
    assert requests.count() == requests.values("reference").distinct().count()
    assert RegisterEntry.objects.counted().count() == 1140

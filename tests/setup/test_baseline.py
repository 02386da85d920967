"""Tests that commit leave the database as the migrations made it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Page, Site, Workflow

from tests.factories import make_user


def _standing_rows() -> dict[str, int]:
    return {
        "pages": Page.objects.count(),
        "sites": Site.objects.count(),
        "groups": Group.objects.count(),
        "permissions": Permission.objects.count(),
        "types": ContentType.objects.count(),
        "workflows": Workflow.objects.count(),
    }


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_baseline__a_committing_test_finds_every_row_and_no_leftover(turn: int) -> None:
    """The second turn stands on what the first one left, in whichever order they run."""
    rows = _standing_rows()
    assert rows["pages"] == 4
    assert rows["sites"] == 1
    assert rows["groups"] == 4
    assert rows["workflows"] == 3
    assert not Group.objects.filter(name="left behind").exists()
    Group.objects.create(name="left behind")
    make_user(f"turn-{turn}")
    Page.objects.get(slug="ban-tin", depth=3).delete()


@pytest.mark.django_db
def test_baseline__an_ordinary_test_finds_the_same_rows() -> None:
    assert Page.objects.filter(slug="ban-tin", depth=3).exists()
    assert ContentType.objects.get_for_model(Page).pk == Page.objects.get(depth=1).content_type_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM wagtailcore_page")
        assert cursor.fetchone()[0] == 4

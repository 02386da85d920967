"""Reserved addresses: pages are found by slug, below their own index and nowhere else."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from honors.models import HonoreeIndexPage
from portal.bulletins.models import BulletinIndexPage, HomePage
from tests.cast import Units, make_units
from tests.factories import make_bulletin, make_profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def status(url: str) -> int:
    return Client().get(url).status_code


def test_address__of_every_page_is_the_one_the_tree_gives(units: Units) -> None:
    pages: list[Page] = [HonoreeIndexPage.objects.get(), BulletinIndexPage.objects.get(), HomePage.objects.get()]
    for page in [*pages, make_profile(units.cell), make_bulletin()]:
        response = Client().get(page.url)
        assert response.status_code == 200
        assert response.context["page"].pk == page.pk


def test_address__below_the_other_index_finds_nothing(units: Units) -> None:
    assert status(f"/ban-tin/{make_profile(units.cell).slug}/") == 404
    assert status(f"/so-ghi-danh/{make_bulletin().slug}/") == 404
    assert status("/so-ghi-danh/khong-co/") == 404
    assert status("/khong-co/") == 404


def test_address__of_a_draft_is_not_found() -> None:
    bulletin = make_bulletin(live=False)
    assert status(f"/ban-tin/{bulletin.slug}/") == 404


def test_address__below_a_profile_finds_nothing(units: Units) -> None:
    profile = make_profile(units.cell)
    assert status(f"/so-ghi-danh/{profile.slug}/them/") == 404


@pytest.mark.parametrize("model", [HomePage, HonoreeIndexPage, BulletinIndexPage])
def test_open_page__has_no_privacy_to_set(model: type[Page]) -> None:
    page = model.objects.get()
    assert page.private_page_options == []
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert status(page.url) == 200

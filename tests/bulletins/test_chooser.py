"""The page chooser offers live pages only: drafts of others have titles too."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.bulletins.models import BulletinIndexPage
from tests.bulletins.test_moderation import signed_in
from tests.cast import Cast
from tests.factories import make_bulletin, make_entry, make_profile

pytestmark = pytest.mark.django_db


def test_chooser__lists_live_bulletins_and_no_draft(cast: Cast) -> None:
    make_bulletin("Bản tin đã đăng (mẫu)")
    make_bulletin("Bản nháp của người khác (mẫu)", live=False)
    index = BulletinIndexPage.objects.get()
    response = signed_in(cast.bien_tap).get(reverse("wagtailadmin_choose_page_child", args=[index.pk]))
    page = response.json()["html"]
    assert "Bản tin đã đăng" in page
    assert "Bản nháp" not in page


def test_chooser__finds_live_profiles_and_none_that_waits(cast: Cast) -> None:
    make_profile(cast.units.cell, name="Hà Sỹ Nguyện")
    make_entry(cast.units.cell, name="Hà Sỹ Chờ", published=False)
    address = reverse("wagtailadmin_choose_page_search")
    response = signed_in(cast.bien_tap).get(address, {"q": "Hà", "page_type": "honors.HonoreePage"})
    page = response.content.decode()
    assert "Hà Sỹ Nguyện" in page
    assert "Hà Sỹ Chờ" not in page

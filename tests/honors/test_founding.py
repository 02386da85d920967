"""What founding a profile leaves out of a page's usual first save, and what it keeps."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ReferenceIndex

from honors import profile_pages
from honors.models import HonoreePage
from portal.media.models import PortalImage
from tests.cast import Cast
from tests.factories import make_profile
from tests.media.photos import photo

pytestmark = pytest.mark.django_db


def test_founding__refuses_an_address_that_is_taken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile_pages, "new_profile_slug", lambda _title: "nong-van-ung-abcdef")
    make_profile(cast.units.cell)
    with pytest.raises(ValidationError) as refused:
        make_profile(cast.units.cell)
    assert set(refused.value.message_dict) == {"slug"}


def test_founding__gives_a_page_the_language_and_the_draft_title_of_any_other(cast: Cast) -> None:
    page = make_profile(cast.units.cell, name="Nông Văn Ứng")
    assert page.locale == page.get_parent().locale
    assert page.draft_title == page.title == "Nông Văn Ứng"
    assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"


def test_reference_index__hears_of_a_profile_with_its_first_picture(cast: Cast) -> None:
    page = make_profile(cast.units.cell)
    assert not ReferenceIndex.get_references_for_object(page).exists()
    picture = PortalImage.objects.create(title="Ảnh (mẫu)", file=ContentFile(photo("jpg"), "anh.jpg"))
    page = HonoreePage.objects.get(pk=page.pk)
    page.portrait = picture
    page.save()
    assert [found.content_path for found in ReferenceIndex.get_references_for_object(page)] == ["portrait"]
    assert ReferenceIndex.get_references_to(picture).exists()


def test_founding__reads_of_the_profile_before_it_only_where_it_stands(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    before = make_profile(cast.units.cell)
    last = before.get_parent().specific.get_last_child()
    assert last.pk == before.pk
    assert "title" in last.get_deferred_fields()
    with django_assert_num_queries(0):
        assert (last.path, last.depth) == (before.path, before.depth)

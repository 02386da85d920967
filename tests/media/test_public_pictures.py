"""A picture is public while a page shows it, and gone with the page: file, renditions, kept answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from wagtail.models import PageViewRestriction

from honors.bases import withdraw_basis
from honors.models import HonoreePage, PublicationBasis
from honors.services import mask_entry, unpublish_entry
from portal.media.models import PortalImage
from tests.cast import Cast
from tests.factories import make_bulletin, make_entry
from tests.media.photos import photo

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = [PublicationBasis.Kind.PUBLISH, PublicationBasis.Kind.PHOTO]


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.PUBLIC_CACHE_BYTES = 4 * 1024 * 1024


def make_picture() -> PortalImage:
    return PortalImage.objects.create(title="Ảnh", file=ContentFile(photo("jpg"), name="anh.jpg"))


def rendition(image: PortalImage) -> str:
    url: str = image.get_rendition("width-20|format-webp").url
    return url


def status(url: str) -> int:
    return Client().get(url).status_code


def profile_with_portrait(cast: Cast, kinds: list[Any]) -> tuple[Any, HonoreePage, PortalImage]:
    entry = make_entry(cast.units.cell, bases=kinds)
    page = HonoreePage.objects.get(pk=entry.page_id)
    page.portrait = image = make_picture()
    page.save()
    return entry, page, image


def test_portrait__is_public_with_a_basis_for_the_photo_alone(cast: Cast) -> None:
    _entry, _page, image = profile_with_portrait(cast, BOTH)
    assert status(rendition(image)) == 200
    _entry, _page, without = profile_with_portrait(cast, [PublicationBasis.Kind.PUBLISH])
    assert status(rendition(without)) == 404


def test_portrait__of_a_masked_profile_is_gone_with_its_files(cast: Cast) -> None:
    entry, _page, image = profile_with_portrait(cast, BOTH)
    url, files = rendition(image), [str(image.file.name), str(image.renditions.get().file.name)]
    assert status(url) == 200
    mask_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    assert status(url) == 404
    assert not PortalImage.objects.exists()
    assert not any(default_storage.exists(file) for file in files)


def test_portrait__of_an_unpublished_profile_is_gone(cast: Cast) -> None:
    entry, _page, image = profile_with_portrait(cast, BOTH)
    url = rendition(image)
    assert status(url) == 200
    unpublish_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    assert status(url) == 404


def test_portrait__is_gone_when_its_basis_is_withdrawn(cast: Cast) -> None:
    entry, _page, image = profile_with_portrait(cast, BOTH)
    url = rendition(image)
    assert status(url) == 200
    basis = entry.bases.get(kind=PublicationBasis.Kind.PHOTO)
    basis.withdrawn_on = basis.given_on
    basis.save()
    assert status(url) == 404


@pytest.mark.parametrize("place", ["gallery", "story"])
def test_photo_of_a_profile__is_public_with_a_basis_for_it_alone(cast: Cast, place: str) -> None:
    entry = make_entry(cast.units.cell, bases=BOTH)
    page = HonoreePage.objects.get(pk=entry.page_id)
    image = make_picture()
    block = "photo" if place == "gallery" else "figure"
    setattr(page, place, [(block, {"image": image, "caption": "Bên suối", "credit": ""})])
    page.save()
    assert status(rendition(image)) == 200
    withdraw_basis(entry_id=entry.pk, kind=PublicationBasis.Kind.PHOTO, actor=cast.tinh_bt)
    # The editor's own screens make sizes again, at addresses a stranger can guess.
    assert status(rendition(image)) == 404


def test_figure__is_public_while_its_bulletin_is(cast: Cast) -> None:
    image = make_picture()
    figure = {"image": image, "caption": "Chào cờ", "credit": ""}
    bulletin = make_bulletin(body=[("figure", figure)])
    url = rendition(image)
    assert status(url) == 200
    restriction = PageViewRestriction.objects.create(page=bulletin, restriction_type=PageViewRestriction.LOGIN)
    assert status(url) == 404
    restriction.delete()
    assert status(url) == 200
    bulletin.unpublish()
    assert status(url) == 404


def test_picture_nobody_shows__and_originals_are_for_people_inside(cast: Cast) -> None:
    image = make_picture()
    make_bulletin("Có ảnh (mẫu)", body=[("figure", {"image": image, "caption": "Chào cờ", "credit": ""})])
    unused = make_picture()
    inside = Client()
    inside.force_login(cast.bien_tap)
    for url in (image.file.url, unused.file.url, rendition(unused)):
        assert status(url) == 404
        answer = inside.get(url)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")
        assert status(url) == 404


def test_picture__is_revalidated_and_runs_nothing(cast: Cast) -> None:
    image = make_picture()
    make_bulletin(body=[("figure", {"image": image, "caption": "Chào cờ", "credit": ""})])
    url = rendition(image)
    answer = Client().get(url)
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert Client().get(url, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ["trang.html", "tranh.svg", "tep.pdf", "images/x.js", "../x.py", "images/no.jpg"])
def test_anything_else__is_not_given_out(cast: Cast, name: str, tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    for file in ("trang.html", "tranh.svg", "tep.pdf", "images/x.js"):
        (tmp_path / file).write_text("<script>alert(1)</script>")
    inside = Client()
    inside.force_login(cast.bien_tap)
    assert Client().get(f"/media/{name}").status_code == 404
    assert inside.get(f"/media/{name}").status_code == 404

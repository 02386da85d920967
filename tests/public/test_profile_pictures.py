"""Pictures and members of a profile: shown on their own basis alone, read together, gone when it goes."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.test import Client

from honors.models import HonoreeKind, HonoreePage, PublicationBasis
from honors.services import mask_entry
from portal.media.models import PortalImage
from tests.cast import Units, make_units
from tests.factories import make_profile, make_user
from tests.public.reading import queries_of, read
from tests.public.test_profile import make_picture

pytestmark = pytest.mark.django_db
Opens = PublicationBasis.Kind


@pytest.fixture
def units() -> Units:
    """The small tree."""
    return make_units()


def with_gallery(profile: HonoreePage, number: int = 1) -> HonoreePage:
    """A profile with pictures in gallery and story, their sizes made by a first reader."""
    profile.gallery = [
        (
            "photo",
            {"image": make_picture(credit="Ảnh: Người Chụp (mẫu)"), "caption": f"Mương nước {step}", "credit": ""},
        )
        for step in range(number)
    ]
    profile.story = [("figure", {"image": make_picture(), "caption": f"Lối về thôn {step}"}) for step in range(number)]
    profile.save()
    Client().get(profile.url)
    return profile


def test_gallery__shows_captions_and_credits_in_two_formats(units: Units) -> None:
    page = read(with_gallery(make_profile(units.cell, bases=[Opens.PUBLISH, Opens.PHOTO])).url)
    for shown in ("Mương nước 0", "Ảnh: Người Chụp (mẫu)", 'type="image/webp"', 'loading="lazy"', "Lối về thôn 0"):
        assert shown in page
    assert page.count("<picture>") == 2


def test_pictures__of_gallery_and_story_need_their_own_basis(units: Units) -> None:
    page = read(with_gallery(make_profile(units.cell)).url)
    for hidden in ("<picture>", "/media/", "Mương nước", "Lối về thôn", "Người Chụp"):
        assert hidden not in page


def test_pictures__of_a_guarded_child_are_never_shown(units: Units) -> None:
    child = make_profile(units.cell, name="Bàn Thị Dung", is_minor=True, bases=[Opens.PUBLISH, Opens.PHOTO])
    page = read(with_gallery(child).url)
    for hidden in ("<picture>", "/media/", "Mương nước"):
        assert hidden not in page


def test_gallery__that_was_deleted_leaves_no_hole(units: Units) -> None:
    profile = with_gallery(make_profile(units.cell, bases=[Opens.PUBLISH, Opens.PHOTO]))
    PortalImage.objects.all().delete()
    assert "<picture>" not in read(profile.url)


def test_pictures__cost_the_same_whether_one_or_six(units: Units) -> None:
    """Fourteen queries for a page with everything on it; the contract allows fifteen."""
    for unit in (units.cell, units.cell_2, units.grassroots_cell):
        make_profile(unit, name="Người Bên Cạnh")
    one = with_gallery(make_profile(units.cell, bases=[Opens.PUBLISH, Opens.PHOTO]))
    six = with_gallery(make_profile(units.cell_2, bases=[Opens.PUBLISH, Opens.PHOTO]), number=6)
    six.portrait = make_picture()
    six.save()
    Client().get(six.url)
    assert queries_of(one.url) == queries_of(six.url) == 11


def test_members__of_a_collective_are_listed_while_their_basis_stands(units: Units) -> None:
    words = {"kind": HonoreeKind.COLLECTIVE, "name": "Tổ hợp tác Mẫu 01", "honorific": "", "role": ""}
    closed = make_profile(units.cell, **words)
    opened = make_profile(units.cell, **words, bases=[Opens.PUBLISH, Opens.MEMBERS])
    for profile in (closed, opened):
        profile.members = "Lý Thị Mẫu\n\n  Hoàng Văn Mẫu  \n"
        profile.save()
    assert "Lý Thị Mẫu" not in read(closed.url)
    assert "<li>Hoàng Văn Mẫu</li>" in read(opened.url)
    PublicationBasis.objects.filter(kind=Opens.MEMBERS).update(withdrawn_on=datetime.date(2021, 1, 1))
    assert "Lý Thị Mẫu" not in read(opened.url)


def test_members__of_a_person_are_nobody(units: Units) -> None:
    profile = make_profile(units.cell, bases=[Opens.PUBLISH, Opens.MEMBERS])
    profile.members = "Lý Thị Mẫu"
    profile.save()
    assert "Lý Thị Mẫu" not in read(profile.url)


def test_mask__empties_gallery_and_members_and_deletes_the_files(
    units: Units, django_capture_on_commit_callbacks: object
) -> None:
    profile = with_gallery(make_profile(units.cell, bases=[Opens.PUBLISH, Opens.PHOTO]))
    profile.members = "Lý Thị Mẫu"
    profile.save()
    files = [Path(image.file.path) for image in PortalImage.objects.all()]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        mask_entry(entry_id=profile.entries.get().pk, actor=make_user("tinh-bt"))
    profile.refresh_from_db()
    assert not profile.gallery
    assert profile.members == ""
    assert not any(file.exists() for file in files)

"""Bases beside the one that publishes: recorded and withdrawn by the province editor, through HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from honors.models import HonoreeKind, HonoreePage, PublicationBasis, RegisterEntry
from tests.cast import Cast
from tests.factories import make_entry
from tests.public.reading import read
from tests.public.test_profile import make_picture
from tests.workflows.stages import published
from tests.workflows.web import entry_act, signed_in
from workflows.models import DecisionRecord
from workflows.states import Action

pytestmark = pytest.mark.django_db
Opens = PublicationBasis.Kind


def post(browser: Client, entry: RegisterEntry, act: Action, **fields: Any) -> Any:
    """Send one of the two forms with some fields changed."""
    address, data = entry_act(act, entry.pk, **{f"{act.value}-{name}": value for name, value in fields.items()})
    return browser.post(address, data)


def profile_of(entry: RegisterEntry) -> HonoreePage:
    """The entry's profile as it is now."""
    return HonoreePage.objects.get(pk=entry.page_id)


def test_birth_year__is_shown_once_its_basis_is_recorded_and_gone_once_withdrawn(cast: Cast) -> None:
    editor, entry = signed_in(cast.tinh_bt), make_entry(cast.units.cell, birth_year=1970)
    address = profile_of(entry).url
    assert "1970" not in read(address)
    assert post(editor, entry, Action.ADD_BASIS, kind=Opens.BIRTH_YEAR).status_code == 302
    assert "1970" in read(address)
    assert post(editor, entry, Action.DROP_BASIS, kind=Opens.BIRTH_YEAR).status_code == 302
    assert "1970" not in read(address)
    basis = entry.bases.get(kind=Opens.BIRTH_YEAR)
    assert (basis.given_by, basis.withdrawn_on is not None) == ("Gia đình", True)


def test_guardian__who_consents_later_gives_a_child_its_name_and_takes_it_back(cast: Cast) -> None:
    editor = signed_in(cast.tinh_bt)
    entry = make_entry(cast.units.cell, name="Bàn Thị Dung", is_minor=True)
    by_initials = profile_of(entry).url
    post(editor, entry, Action.ADD_BASIS, kind=Opens.GUARDIAN)
    named = profile_of(entry).url
    assert named != by_initials
    assert "<h1>Bàn Thị Dung</h1>" in read(named)
    post(editor, entry, Action.DROP_BASIS, kind=Opens.GUARDIAN)
    assert "<h1>B. T. D.</h1>" in read(profile_of(entry).url)
    read(named, status=404)


def test_guardian__cannot_be_replaced_by_a_source(cast: Cast) -> None:
    entry = make_entry(cast.units.cell, name="Bàn Thị Dung", is_minor=True)
    answer = post(signed_in(cast.tinh_bt), entry, Action.ADD_BASIS, kind=Opens.GUARDIAN, ground="published_source")
    assert answer.status_code == 422
    assert not entry.bases.filter(kind=Opens.GUARDIAN).exists()


def test_photo__that_is_withdrawn_leaves_no_file_of_any_size(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    editor, entry = signed_in(cast.tinh_bt), make_entry(cast.units.cell, bases=[Opens.PUBLISH, Opens.PHOTO])
    profile = profile_of(entry)
    profile.portrait = make_picture()
    profile.save()
    Client().get(profile.url)
    files = [Path(rendition.file.path) for rendition in profile.portrait.renditions.all()]
    assert files
    assert all(file.exists() for file in files)
    with django_capture_on_commit_callbacks(execute=True):
        post(editor, entry, Action.DROP_BASIS, kind=Opens.PHOTO)
    assert not any(file.exists() for file in files)
    assert "<picture>" not in read(profile.url)


def test_dossier__remembers_who_changed_which_basis(cast: Cast) -> None:
    nomination = published(cast)
    assert nomination.entry is not None
    editor = signed_in(cast.tinh_bt)
    post(editor, nomination.entry, Action.ADD_BASIS, kind=Opens.PHOTO)
    post(editor, nomination.entry, Action.DROP_BASIS, kind=Opens.PHOTO, reason="Gia đình đổi ý.")
    kept = DecisionRecord.objects.filter(nomination=nomination, action__in=[Action.ADD_BASIS, Action.DROP_BASIS])
    assert [record.actor for record in kept] == [cast.tinh_bt, cast.tinh_bt]
    assert "Gia đình đổi ý." in kept.get(action=Action.DROP_BASIS).reason
    nomination.refresh_from_db()
    assert nomination.state == "published"


@pytest.mark.parametrize("kind", [Opens.PUBLISH, Opens.PHOTO, Opens.MEMBERS, Opens.GUARDIAN, "", "nothing", "%00"])
def test_basis__that_stands_or_opens_nothing_is_refused_with_the_words_kept(cast: Cast, kind: str) -> None:
    entry = make_entry(cast.units.cell, bases=[Opens.PUBLISH, Opens.PHOTO])
    answer = post(signed_in(cast.tinh_bt), entry, Action.ADD_BASIS, kind=kind, given_by="Bà Mẫu (mẫu)")
    assert answer.status_code == 422
    assert "Bà Mẫu (mẫu)" in answer.content.decode()
    assert entry.bases.count() == 2


@pytest.mark.parametrize("kind", [Opens.PUBLISH, Opens.BIRTH_YEAR, "", "nothing"])
def test_basis__that_does_not_stand_cannot_be_withdrawn(cast: Cast, kind: str) -> None:
    """The one that publishes goes with the whole publication, which tells the dossier."""
    entry = make_entry(cast.units.cell, bases=[Opens.PUBLISH, Opens.PHOTO])
    assert post(signed_in(cast.tinh_bt), entry, Action.DROP_BASIS, kind=kind).status_code == 422
    assert entry.bases.filter(withdrawn_on=None).count() == 2


@pytest.mark.parametrize("act", [Action.ADD_BASIS, Action.DROP_BASIS])
def test_basis__needs_an_entry_that_is_public(cast: Cast, act: Action) -> None:
    entry = make_entry(cast.units.cell, published=False)
    PublicationBasis.objects.create(entry=entry, kind=Opens.BIRTH_YEAR, ground="consent", given_on="2021-01-04")
    post(signed_in(cast.tinh_bt), entry, act, kind=Opens.PHOTO if act == Action.ADD_BASIS else Opens.BIRTH_YEAR)
    assert entry.bases.filter(withdrawn_on=None).count() == 1


@pytest.mark.parametrize("person", ["chi_bo", "bi_thu", "huyen", "tinh", "quan_tri", "bien_tap", "huyen_2", "giam_sat"])
def test_basis__is_nobody_elses_to_change(cast: Cast, person: str) -> None:
    """The matrix tries entries with a dossier; this one came without."""
    entry = make_entry(cast.units.cell, birth_year=1970, bases=[Opens.PUBLISH, Opens.BIRTH_YEAR])
    browser = signed_in(cast.everybody[person])
    assert post(browser, entry, Action.ADD_BASIS).status_code in {302, 403, 404}
    assert post(browser, entry, Action.DROP_BASIS).status_code in {302, 403, 404}
    assert sorted(entry.bases.filter(withdrawn_on=None).values_list("kind", flat=True)) == ["birth_year", "publish"]


def test_screen__offers_what_fits_the_kind_and_is_missing(cast: Cast) -> None:
    words = {"kind": HonoreeKind.COLLECTIVE, "name": "Tổ hợp tác Mẫu 01", "honorific": "", "role": ""}
    entry = make_entry(cast.units.cell, **words)
    page = signed_in(cast.tinh_bt).get(f"/admin/register/{entry.pk}/").content.decode()
    form = page[page.index('name="add_basis-kind"') :]
    offered = form[: form.index("</select>")]
    assert 'value="members"' in offered
    assert 'value="birth_year"' not in offered
    assert 'name="drop_basis-kind"' not in page

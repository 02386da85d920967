"""Children, siblings on one profile, marks set later, and what a mask takes along."""

from __future__ import annotations

import threading
from typing import Any
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from honors.models import HonoreePage, PublicationBasis, RegisterEntry
from honors.services import apply_counts_only, unpublish_entry
from portal.media.models import PortalImage
from tests.cast import Cast
from tests.factories import make_category, make_entry, make_nomination
from tests.media.photos import photo
from tests.workflows.acts import approval, approve, decide
from tests.workflows.stages import at_cell, at_province, published
from tests.workflows.threads import at_once
from tests.workflows.web import form_data, signed_in
from workflows import publication, submission

pytestmark = pytest.mark.django_db
CHILD = "Nông Thị Mẫu"


def _registered(cast: Cast, **fields: Any) -> RegisterEntry:
    nomination = make_nomination(cast.units.cell, cast.chi_bo, **fields)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    outcome = approve(nomination, cast.bi_thu, cast.huyen, cast.tinh)
    assert outcome is not None and outcome.entry is not None
    return RegisterEntry.objects.get(pk=outcome.entry.pk)


def _page(entry: RegisterEntry) -> HonoreePage:
    return HonoreePage.objects.get(entries=entry)


def test_child__known_by_birth_year_alone_stands_by_initials(cast: Cast) -> None:
    entry = _registered(cast, name=CHILD, birth_year=timezone.localdate().year - 10, is_minor=False)
    assert entry.public_name == "N. T. M."
    assert CHILD not in Client().get(_page(entry).url).content.decode()


@pytest.mark.parametrize(("ground", "shown"), [("consent", True), ("published_source", False), ("law", False)])
def test_child__is_named_by_both_consents_and_by_nothing_else(cast: Cast, ground: str, shown: bool) -> None:
    entry = _registered(cast, name=CHILD, is_minor=True, guardian_name="Nông Văn Cha (mẫu)", basis_ground=ground)
    assert (entry.public_name == CHILD) is shown
    assert (_page(entry).title == CHILD) is shown


def test_child__that_joins_a_profile_hides_the_name_in_its_older_entry_too(cast: Cast) -> None:
    older = _registered(cast, name=CHILD)
    assert older.public_name == CHILD
    nomination = at_province(cast, name=CHILD, is_minor=True)
    decide(nomination, cast.tinh, approval(nomination, profile=str(older.page_id)))
    names = set(RegisterEntry.objects.filter(page=older.page_id).values_list("public_name", flat=True))
    assert len(names) == 1 and CHILD not in names
    assert CHILD not in Client().get("/so-ghi-danh/").content.decode()


def test_counts_only__set_later_hides_what_the_book_shows_already(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    address = _page(entry).url
    assert Client().get(address).status_code == 200
    cast.units.cell.counts_only = True
    cast.units.cell.save()
    apply_counts_only(unit=cast.units.cell, actor=cast.quan_tri)
    entry.refresh_from_db()
    assert entry.public_name == ""
    assert Client().get(address).status_code == 410


def test_mask__takes_pictures_and_the_words_of_a_basis_along(cast: Cast) -> None:
    nomination = published(cast)
    page = HonoreePage.objects.get(entries__nomination=nomination)
    page.portrait = PortalImage.objects.create(title="Ảnh (mẫu)", file=ContentFile(photo("jpg"), "anh.jpg"))
    page.save()
    assert nomination.entry_id is not None
    publication.mask(entry_id=nomination.entry_id, user=cast.tinh_bt, reason="Theo yêu cầu.")
    bases = PublicationBasis.objects.filter(entry=nomination.entry_id)
    assert set(bases.values_list("given_by", "proof")) == {("", "")}
    assert not PortalImage.objects.exists()


def test_unpublish__of_an_entry_without_dossier_keeps_its_reason_in_the_log(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    publication.unpublish(entry_id=entry.pk, user=cast.tinh_bt, reason="Rút lại đồng ý.")
    logged = PageLogEntry.objects.get(page=entry.page_id, action="ghidanh.unpublish")
    assert logged.data["reason"] == "Rút lại đồng ý."


@pytest.mark.parametrize("name", ["chi_bo", "bi_thu", "huyen_2", "bien_tap", "quan_tri"])
def test_page_chooser__tells_nobody_the_name_of_an_unpublished_profile(cast: Cast, name: str) -> None:
    entry = make_entry(cast.units.cell_2 if name != "huyen_2" else cast.units.cell, bases=[])
    hidden = HonoreePage.objects.get(pk=entry.page_id)
    client = signed_in(getattr(cast, name))
    for address in (
        reverse("wagtailadmin_choose_page_child", args=[hidden.pk]),
        f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?id={hidden.pk}",
    ):
        assert hidden.name not in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/", "/ban-tin/", "/so-ghi-danh/"])
def test_fixed_page__cannot_be_taken_from_the_public(cast: Cast, address: str) -> None:
    client = signed_in(cast.giam_sat)
    page = Client().get(address).context["page"]
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {"include_descendants": "on"})
    assert Client().get(address).status_code == 200


def test_suggested_profiles__are_told_apart_by_unit_and_birth_year(cast: Cast) -> None:
    for unit in (cast.units.cell, cast.units.cell_2):
        make_entry(unit, name="Nông Văn Ứng (mẫu)")
    nomination = at_province(cast, name="Nông Văn Ứng (mẫu)")
    body = signed_in(cast.tinh).get(reverse("nomination_desk:dossier", args=[nomination.pk])).content.decode()
    assert f"Nông Văn Ứng (mẫu) · {cast.units.cell.name}" in body
    assert f"Nông Văn Ứng (mẫu) · {cast.units.cell_2.name}" in body


def test_form__open_while_somebody_submitted_keeps_what_was_typed(cast: Cast) -> None:
    nomination = at_cell(cast)
    typed = form_data(nomination, achievement="Câu vừa gõ khi người khác đã gửi.")
    response = signed_in(cast.chi_bo).post(reverse("nominations:edit", args=[nomination.pk]), typed)
    assert "Câu vừa gõ khi người khác đã gửi." in response.content.decode()
    nomination.refresh_from_db()
    assert nomination.achievement != "Câu vừa gõ khi người khác đã gửi."


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_publishing__cannot_slip_past_a_basis_that_is_being_withdrawn(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    page = HonoreePage.objects.get(pk=entry.page_id)
    revision = page.save_revision(user=cast.tinh_bt)
    asked = threading.Event()
    answer = HonoreePage.has_publication_basis

    def slow_answer(self: HonoreePage) -> bool:
        found = answer(self)
        asked.set()
        threading.Event().wait(0.4)
        return found

    def withdraw() -> None:
        asked.wait(10)
        unpublish_entry(entry_id=entry.pk, actor=cast.tinh_bt)

    with mock.patch.object(HonoreePage, "has_publication_basis", slow_answer):
        at_once(lambda: revision.publish(user=cast.tinh_bt, skip_permission_checks=True), withdraw)
    page = HonoreePage.objects.get(pk=page.pk)
    assert not page.live
    assert not page.has_publication_basis()


def test_sensitive_category__is_filtered_by_its_public_words_alone(cast: Cast) -> None:
    category = make_category(
        "xin-thoat-ngheo", "Tự giác xin thoát nghèo", public_label="Gương tự lực vươn lên", sensitive=True
    )
    for name in ("Triệu Văn Mẫu", *(f"Nông Thị {number} (mẫu)" for number in range(4))):  # fewer are not counted at all
        make_entry(cast.units.cell, name=name, category=category)
    for address in ("/", "/so-ghi-danh/", "/so-ghi-danh/?category=guong-tu-luc-vuon-len"):
        body = Client().get(address).content.decode()
        assert "guong-tu-luc-vuon-len" in body
        assert "thoat-ngheo" not in body and "thoát nghèo" not in body
    assert "Triệu Văn Mẫu" in Client().get("/so-ghi-danh/?category=guong-tu-luc-vuon-len").content.decode()
    assert "Triệu Văn Mẫu" not in Client().get("/so-ghi-danh/?category=xin-thoat-ngheo").content.decode()

"""No profile is live without an active entry and a valid basis, by whatever path of Wagtail's it is tried."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision

from honors.models import HonoreeIndexPage, HonoreePage, PublicationBasis, RegisterEntry
from honors.services import mask_entry, publish_entry, unpublish_entry
from tests.cast import Cast
from tests.factories import given, make_assignment, make_entry
from tests.workflows.effects import without_effect
from tests.workflows.web import signed_in
from workflows.models import Role

pytestmark = pytest.mark.django_db

NAME = "Hoàng Thị Bí Mật"
PAST, FUTURE = "2020-01-01 00:00", "2099-01-01 00:00"


def without_basis(cast: Cast) -> HonoreePage:
    """Registered, never published."""
    return HonoreePage.objects.get(pk=make_entry(cast.units.cell, name=NAME, published=False).page_id)


def basis_withdrawn(cast: Cast) -> HonoreePage:
    """Published, with a revision of that time, and taken down."""
    entry = make_entry(cast.units.cell, name=NAME)
    HonoreePage.objects.get(pk=entry.page_id).save_revision()
    unpublish_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    return HonoreePage.objects.get(pk=entry.page_id)


def masked(cast: Cast) -> HonoreePage:
    """Masked for good."""
    entry = make_entry(cast.units.cell, name=NAME)
    mask_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    return HonoreePage.objects.get(pk=entry.page_id)


def counts_only(cast: Cast) -> HonoreePage:
    """With a basis, of a unit that is never named."""
    cast.units.cell.counts_only = True
    cast.units.cell.save()
    return HonoreePage.objects.get(pk=make_entry(cast.units.cell, name=NAME).page_id)


def guardian_only(cast: Cast) -> HonoreePage:
    """With a basis of another kind."""
    entry = make_entry(cast.units.cell, name=NAME, bases=[PublicationBasis.Kind.PHOTO])
    return HonoreePage.objects.get(pk=entry.page_id)


NOT_PUBLIC: dict[str, Callable[[Cast], HonoreePage]] = {
    "without_basis": without_basis,
    "basis_withdrawn": basis_withdrawn,
    "masked": masked,
    "counts_only": counts_only,
    "guardian_only": guardian_only,
}


def edit_data(page: HonoreePage, **changes: Any) -> dict[str, Any]:
    """What the page editor posts, and fields it does not have."""
    return {
        "title": NAME,
        "slug": "hoang-thi-bi-mat",
        "honorific": page.honorific,
        "role": page.role,
        "citation": "Sửa.",
        "portrait_credit": "",
        "story-count": 0,
        "gallery-count": 0,
        "members": "",
        "tags": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": 1000,
        "live": "on",
        **changes,
    }


def attempts(page: HonoreePage, browser: Client) -> dict[str, Callable[[], Any]]:
    """Every way of Wagtail's admin to make a page live, or to make another one of it."""
    index = page.get_parent()
    copy = {"new_title": NAME, "new_slug": "ban-sao", "new_parent_page": index.pk, "publish_copies": "on"}
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    revision = page.revisions.first() or page.save_revision(clean=False)

    def post(name: str, *args: Any, data: dict[str, Any] | None = None) -> Callable[[], Any]:
        return lambda: browser.post(reverse(f"wagtailadmin_pages:{name}", args=args), data or {})

    def edit(**changes: Any) -> Callable[[], Any]:
        return post("edit", page.pk, data=edit_data(page, **changes))

    return {
        "publish button": edit(**{"action-publish": "1"}),
        "publish of an old revision": edit(**{"action-publish": "1", "revision": revision.pk}),
        "schedule": edit(**{"action-publish": "1", "go_live_at": FUTURE}),
        "schedule in the past": edit(**{"action-publish": "1", "go_live_at": PAST, "expire_at": FUTURE}),
        "submit": edit(**{"action-submit": "1"}),
        "approve in the editor": edit(**{"action-workflow-action": "1", "workflow-action-name": "approve"}),
        "bulk publish": lambda: browser.post(f"{bulk}?id={page.pk}", {"include_descendants": "on"}),
        "bulk publish of the register": lambda: browser.post(f"{bulk}?id={index.pk}", {"include_descendants": "on"}),
        "bulk publish of all": lambda: browser.post(f"{bulk}?id=all&childOf={index.pk}", {"include_descendants": "on"}),
        "revert": post("revisions_revert", page.pk, revision.pk, data=edit_data(page)),
        "copy": post("copy", page.pk, data=copy),
        "alias": post("copy", page.pk, data={**copy, "alias": "on"}),
        "copy of the register": post("copy", index.pk, data={**copy, "new_parent_page": index.get_parent().pk,
                                                               "copy_subpages": "on"}),
        "convert alias": post("convert_alias", page.pk),
        "unschedule": post("revisions_unschedule", page.pk, revision.pk),
        "move": post("move_confirm", page.pk, index.get_parent().pk),
        "add view": post("add", "honors", "honoreepage", index.pk,
                         data=edit_data(page, **{"action-publish": "1"})),
        "lock": post("lock", page.pk),
        "publish_scheduled": lambda: call_command("publish_scheduled", verbosity=0),
    }  # fmt: skip


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_profile__is_made_live_by_no_path_of_the_admin(state: str, cast: Cast) -> None:
    page = NOT_PUBLIC[state](cast)
    for person in (cast.giam_sat, cast.tinh_bt):
        browser = signed_in(person, raises=False)
        for name, attempt in attempts(page, browser).items():
            response = attempt()
            assert response is None or response.status_code < 500, name
            assert not HonoreePage.objects.live().exists(), name
            assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists(), name
            assert HonoreePage.objects.filter(slug=page.slug).count() == 1, name
            assert Client().get(page.url or "/so-ghi-danh/x/").status_code in {404, 410}, name


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_profile__is_made_live_by_no_path_of_the_models(state: str, cast: Cast) -> None:
    page = NOT_PUBLIC[state](cast)
    revision = page.save_revision(clean=False)
    scheduled = page.save_revision(clean=False, approved_go_live_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    page.live = True
    attacks: list[Callable[[], Any]] = [
        page.save,
        lambda: page.save(update_fields=["live"]),
        revision.publish,
        lambda: revision.publish(user=cast.giam_sat, skip_permission_checks=True),
        lambda: page.copy(update_attrs={"slug": "ban-sao"}),
        lambda: page.create_alias(update_slug="bi-danh"),
        lambda: HonoreeIndexPage.objects.get().add_child(
            instance=HonoreePage(title=NAME, slug="moi", name=NAME, unit=page.unit, kind=page.kind, citation="x")
        ),
    ]
    for number, attack in enumerate(attacks):
        with pytest.raises(PermissionDenied), transaction.atomic():
            attack()
        assert not HonoreePage.objects.live().exists(), number
    scheduled.refresh_from_db()
    with pytest.raises(PermissionDenied), transaction.atomic():
        call_command("publish_scheduled", verbosity=0)
    assert not HonoreePage.objects.live().exists()


def test_profile__cannot_be_added_by_the_editor_and_never_a_second_one_copied(cast: Cast) -> None:
    page = HonoreePage.objects.get(pk=make_entry(cast.units.cell).page_id)
    browser = signed_in(cast.giam_sat)
    for name, attempt in attempts(page, browser).items():
        if name in {"add view", "copy", "alias", "copy of the register", "move"}:
            count = HonoreePage.objects.count()
            path = Page.objects.get(pk=page.pk).path
            attempt()
            assert HonoreePage.objects.count() == count, name
            assert Page.objects.get(pk=page.pk).path == path, name


def test_profile__is_deleted_and_unpublished_by_no_screen(cast: Cast) -> None:
    """An unpublish by the editor would leave dossier and entry saying “published”."""
    page = HonoreePage.objects.get(pk=make_entry(cast.units.cell).page_id)
    index = page.get_parent()
    for person in (cast.giam_sat, cast.tinh_bt):
        browser = signed_in(person, raises=False)
        for act in ("delete", "unpublish", "move"):
            bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
            for query in (f"?id={page.pk}", f"?id={index.pk}", f"?id=all&childOf={index.pk}"):
                data = {"include_descendants": "on", "chooser": index.get_parent().pk}
                assert browser.post(bulk + query, data).status_code < 500
        for name, target in (("delete", page), ("unpublish", page), ("delete", index), ("unpublish", index)):
            at = reverse(f"wagtailadmin_pages:{name}", args=[target.pk])
            assert browser.get(at).status_code < 500
            data = {"confirm_site_name": "Ghi Danh", "include_descendants": "on"}
            assert browser.post(at, data).status_code < 500
        assert HonoreePage.objects.live().filter(pk=page.pk, expire_at=None).exists()


def test_profile__is_published_again_only_by_a_new_basis(cast: Cast) -> None:
    page = basis_withdrawn(cast)
    browser = signed_in(cast.tinh_bt)
    browser.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), edit_data(page, **{"action-publish": "1"}))
    assert not HonoreePage.objects.live().exists()
    publish_entry(entry_id=page.entries.get().pk, bases=[given("publish")], actor=cast.tinh_bt)
    assert HonoreePage.objects.live().get() == page
    assert RegisterEntry.objects.get(page=page).public_name == NAME


def test_editor__saves_and_publishes_a_profile_that_may_be_public(cast: Cast) -> None:
    """The guard closes nothing that should be open."""
    page = HonoreePage.objects.get(pk=make_entry(cast.units.cell).page_id)
    browser = signed_in(cast.tinh_bt)
    browser.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), edit_data(page, **{"action-publish": "1"}))
    page.refresh_from_db()
    assert (page.live, page.citation, page.title) == (True, "Sửa.", page.name)
    assert page.slug != "hoang-thi-bi-mat"


def test_revision__of_another_time_changes_nothing_that_registration_wrote(cast: Cast) -> None:
    """A minor published by name, taken down, published again by initials: the old revision knows the name."""
    bases = [PublicationBasis.Kind.PUBLISH, PublicationBasis.Kind.GUARDIAN]
    entry = make_entry(cast.units.cell, name=NAME, is_minor=True, bases=bases)
    page = HonoreePage.objects.get(pk=entry.page_id)
    old = page.save_revision()
    assert page.title == NAME
    unpublish_entry(entry_id=entry.pk, actor=cast.tinh_bt)
    publish_entry(entry_id=entry.pk, bases=[given("publish")], actor=cast.tinh_bt)
    hidden = HonoreePage.objects.get(pk=page.pk)
    assert (hidden.title, hidden.live) == ("H. T. B. M.", True)
    assert "mat" not in hidden.slug
    for act in (
        lambda: Revision.objects.get(pk=old.pk).publish(),
        lambda: signed_in(cast.tinh_bt).post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), edit_data(page, **{"action-publish": "1"})
        ),
    ):
        act()
        hidden.refresh_from_db()
        assert (hidden.title, hidden.draft_title, hidden.live, hidden.is_minor) == (
            "H. T. B. M.",
            "H. T. B. M.",
            True,
            True,
        )
        assert "mat" not in hidden.slug
        assert "Hoàng" not in Client().get(hidden.url).content.decode()


def test_reviewer_of_the_register__has_no_say_over_pages(cast: Cast) -> None:
    page = HonoreePage.objects.get(pk=make_entry(cast.units.cell).page_id)
    make_assignment(cast.huyen, cast.units.cell, Role.EDITOR)
    for person in (cast.huyen, cast.tinh, cast.quan_tri, cast.bien_tap):
        browser = signed_in(person)
        tried = attempts(page, browser)
        with without_effect():
            for attempt in tried.values():
                attempt()

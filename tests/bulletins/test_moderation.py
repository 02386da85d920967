"""A bulletin goes to the public through the province editors, never by its writer alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from portal.bulletins.models import BulletinIndexPage, BulletinPage
from tests.cast import Cast
from tests.factories import make_bulletin
from tests.public.reading import read

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    """A browser in which a person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def form(action: str, **fields: Any) -> dict[str, Any]:
    """The editor's form of a bulletin, sent with one of its buttons."""
    return {
        **nested_form_data(
            {
                "title": "Sổ ghi danh ở trường nội trú (mẫu)",
                "slug": "so-ghi-danh-o-truong",
                "published_on": "2021-01-04",
                "lead": "Trang viết của học trò.",
                "body": streamfield([("paragraph", rich_text("<p>Một đoạn ngắn./.</p>"))]),
                "byline": "Minh Thảo (mẫu)",
                "source": "",
                "source_url": "",
                "tags": "",
                "seo_title": "",
                "search_description": "",
                "comments": inline_formset([]),
                "related_honorees": inline_formset([]),
                **fields,
            }
        ),
        action: "1",
    }


def draft_by(user: Any, action: str) -> BulletinPage:
    """A new bulletin, made in the editor."""
    index = BulletinIndexPage.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["bulletins", "bulletinpage", index.pk])
    response = signed_in(user).post(address, form(action))
    assert response.status_code == 302, response.context["form"].errors
    return BulletinPage.objects.get(slug="so-ghi-danh-o-truong")


def decide(user: Any, page: BulletinPage, verdict: str = "approve") -> int:
    """Press a button of the moderation that is going on."""
    task_state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, verdict, task_state.pk])
    return int(signed_in(user).post(address, {"comment": "Đã đọc"}).status_code)


def test_bulletin__goes_from_draft_through_moderation_to_the_public(cast: Cast) -> None:
    page = draft_by(cast.bien_tap, "action-submit")
    assert page.current_workflow_state.workflow.name == "Duyệt bản tin"
    read(page.url, status=404)
    decide(cast.tinh_bt, page)
    page = BulletinPage.objects.get(pk=page.pk)
    assert page.live
    assert "Một đoạn ngắn./." in read(page.url)
    assert "Sổ ghi danh ở trường nội trú (mẫu)" in read("/ban-tin/")


def test_editor__may_reject_and_the_writer_may_submit_again(cast: Cast) -> None:
    page = draft_by(cast.bien_tap, "action-submit")
    decide(cast.tinh_bt, page, "reject")
    page = BulletinPage.objects.get(pk=page.pk)
    assert not page.live
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    signed_in(cast.bien_tap).post(address, form("action-restart-workflow"))
    decide(cast.tinh_bt, BulletinPage.objects.get(pk=page.pk))
    assert BulletinPage.objects.get(pk=page.pk).live


def test_writer__cannot_publish_by_any_button(cast: Cast) -> None:
    page = draft_by(cast.bien_tap, "action-publish")
    assert not page.live
    writer = signed_in(cast.bien_tap)
    writer.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form("action-publish"))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    writer.post(f"{bulk}?id={page.pk}&next=/admin/", {"include_descendants": ""})
    assert not BulletinPage.objects.get(pk=page.pk).live


def test_writer__cannot_approve_the_own_bulletin(cast: Cast) -> None:
    page = draft_by(cast.bien_tap, "action-submit")
    decide(cast.bien_tap, page)
    assert not BulletinPage.objects.get(pk=page.pk).live


def test_writer__may_not_touch_a_live_bulletin_of_another(cast: Cast) -> None:
    page = make_bulletin()
    response = signed_in(cast.bien_tap).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code in {302, 403}


def test_cell_editor__reaches_no_bulletin(cast: Cast) -> None:
    index = BulletinIndexPage.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["bulletins", "bulletinpage", index.pk])
    response = signed_in(cast.chi_bo).post(address, form("action-submit"))
    assert response.status_code in {302, 403}
    assert not BulletinPage.objects.exists()


def test_preview__shows_the_bulletin_before_anybody_else_reads_it(cast: Cast) -> None:
    page = draft_by(cast.bien_tap, "action-submit")
    response = signed_in(cast.tinh_bt).get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert "Trang viết của học trò." in response.content.decode()

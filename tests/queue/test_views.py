"""Saved views and the choice of columns: a person's own, and kept as the desk itself would write them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.queue.scenes import DESK, at_district
from tests.workflows.web import signed_in
from workflows.models import SavedView
from workflows.queue.saved import MOST_VIEWS

pytestmark = pytest.mark.django_db
SAVE = "nomination_desk:save_view"


def save(person: Any, name: str, query: str = "tab=unit&due=overdue") -> Any:
    return signed_in(person).post(reverse(SAVE), {"name": name, "query": query})


def delete(person: Any, view: SavedView) -> int:
    return signed_in(person).post(reverse("nomination_desk:delete_view", args=[view.pk])).status_code


def test_view__keeps_filters_and_columns_and_leads_back_to_them(cast: Cast) -> None:
    response = save(cast.huyen, "  Quá  hạn ", "tab=unit&due=overdue&cols=due&cols=unit&x=1&kind=nonsense")
    assert response["Location"] == f"{reverse(DESK)}?tab=unit&due=overdue&cols=unit&cols=due"
    view = SavedView.objects.get()
    assert (view.user, view.name) == (cast.huyen, "Quá hạn")
    page = signed_in(cast.huyen).get(reverse(DESK)).content.decode()
    assert "Quá hạn</a>" in page


def test_view__that_cannot_be_kept_says_why_and_keeps_what_was_typed(cast: Cast) -> None:
    at_district(cast, "Một")
    save(cast.huyen, "Của tôi")
    for name in ("", "   ", "x" * 61, "Của tôi"):
        response = save(cast.huyen, name)
        assert response.status_code == 422, name
        assert response.context["name_errors"]
        assert response.context["queue"].query.due == "overdue"
    assert 'value="Của tôi"' in response.content.decode()
    SavedView.objects.bulk_create(
        SavedView(user=cast.huyen, name=str(number), query="") for number in range(MOST_VIEWS - 1)
    )
    assert save(cast.huyen, "Một cái nữa").status_code == 422
    assert SavedView.objects.count() == MOST_VIEWS


def test_view__is_nobody_elses_to_see_or_to_delete(cast: Cast) -> None:
    save(cast.huyen, "Chỉ mình tôi")
    view = SavedView.objects.get()
    for person in (cast.huyen_2, cast.tinh, cast.giam_sat):
        assert "Chỉ mình tôi" not in signed_in(person).get(reverse(DESK)).content.decode()
        assert delete(person, view) == 404
    assert delete(cast.huyen, view) == 302
    assert not SavedView.objects.exists()


def test_view__of_anything_is_a_query_of_the_desk(cast: Cast) -> None:
    for number, query in enumerate(["//evil.example/", "tab=x&p=9", "%00", "q=" + "Ừ" * 5000, "a&" * 5000]):
        response = save(cast.huyen, f"Số {number}", query)
        assert response.status_code == 302
        assert response["Location"].startswith(f"{reverse(DESK)}?")
    assert all(len(view.query) <= 1000 for view in SavedView.objects.all())


def test_view__with_a_sign_no_database_holds_is_kept_without_it(cast: Cast) -> None:
    at_district(cast, "Một")
    assert save(cast.huyen, "Của\x00tôi").status_code == 302
    assert SavedView.objects.get().name == "Của tôi"

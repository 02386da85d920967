"""Story 15: the province's editor rewrites what the public reads; book and dossier stay as they were approved."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from honors.models import EntryEvent, HonoreePage, RegisterEntry
from tests.cast import Cast
from tests.honors.test_profile_attacks import edit_data
from tests.workflows import stages
from tests.workflows.web import signed_in
from workflows.models import Nomination

pytestmark = pytest.mark.django_db

NEW, NEWER = "Hiến 310 m² đất để thôn có con đường rộng.", "Hiến đất, và cùng thôn mở con đường rộng."


def profile_of(nomination: Nomination) -> HonoreePage:
    """The profile its approval made."""
    assert nomination.entry_id is not None
    return HonoreePage.objects.get(entries=nomination.entry_id)


def rewrite(person: Any, page: HonoreePage, words: str) -> int:
    """Publish other words by the page editor; the status of the answer."""
    data = edit_data(page, citation=words, **{"action-publish": "1"})
    return signed_in(person).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code


def approved(nomination: Nomination) -> tuple[Any, ...]:
    """What the levels judged, and what the book wrote down."""
    stored = Nomination.objects.get(pk=nomination.pk)
    assert stored.entry_id is not None
    entry = RegisterEntry.objects.get(pk=stored.entry_id)
    revisions = list(Revision.objects.for_instance(stored).order_by("pk").values_list("pk", "content"))
    events = list(EntryEvent.objects.filter(entry=entry).order_by("seq").values_list("kind", "values"))
    return stored.citation, stored.state, revisions, entry.citation, events


def test_public_citation__is_rewritten_with_a_history_of_its_own(cast: Cast) -> None:
    nomination = stages.published(cast)
    page = profile_of(nomination)
    before, dossier = approved(nomination), reverse("nomination_desk:dossier", args=[nomination.pk])
    for words in (NEW, NEWER):
        assert rewrite(cast.tinh_bt, page, words) == 302
        assert words in Client().get(page.get_url()).content.decode()
    assert approved(nomination) == before
    inside = signed_in(cast.huyen).get(dossier).content.decode()
    assert nomination.citation in inside and NEWER not in inside

    kept = [revision.as_object().citation for revision in page.revisions.order_by("pk")]
    assert kept[-2:] == [NEW, NEWER]
    history = signed_in(cast.tinh_bt).get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert history.status_code == 200
    assert cast.tinh_bt.get_full_name() in history.content.decode()
    differences = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    assert signed_in(cast.tinh_bt).get(differences).status_code == 200


@pytest.mark.parametrize("part", ["chi_bo", "bi_thu", "huyen", "tinh", "bien_tap", "quan_tri"])
def test_public_citation__is_rewritten_by_the_provinces_editor_alone(cast: Cast, part: str) -> None:
    page = profile_of(stages.published(cast))
    assert rewrite(getattr(cast, part), page, NEW) in {302, 403, 404}
    assert HonoreePage.objects.get(pk=page.pk).citation == page.citation
    assert NEW not in Client().get(page.get_url()).content.decode()

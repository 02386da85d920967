"""Every kind of page the demo makes answers, and none tells what is never public."""

from __future__ import annotations

import random

import pytest
from django.test import Client

from honors.models import EntryState, HonoreePage, PublicationBasis, RegisterEntry
from portal.bulletins.models import BulletinPage
from portal.demo.pictures import MOTIFS
from workflows.models import Nomination
from workflows.states import REGISTERED_STATES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
SAMPLE = 60


def sampled_profiles() -> list[HonoreePage]:
    """Some of each: real persons, collectives, minors, people with two entries; the rest at random."""
    live = HonoreePage.objects.live().order_by("path")
    chosen = [
        *live.filter(entries__unit__code__in=["X013", "X014"]),
        *live.filter(is_minor=True)[:8],
        *live.filter(kind="collective")[:8],
    ]
    rest = list(live)
    random.Random(7).shuffle(rest)
    return [*chosen, *rest[: SAMPLE - len(chosen)]]


def text_of(client: Client, address: str, status: int = 200) -> str:
    """The page at an address."""
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_home__counts_what_the_article_counted(client: Client) -> None:
    text = text_of(client, "/")
    for number in ("82", "1.058", "60", "40"):
        assert f">{number}<" in text.replace("\n", "").replace(" ", "")


def test_contact__tells_an_office_that_says_it_is_invented(client: Client) -> None:
    text = text_of(client, "/lien-he/")
    for words in ("Văn phòng Sổ ghi danh (mẫu)", "0209 000 0000 (mẫu)", "Bà Hoàng Thị Mẫu", "every person, address"):
        assert words in text


@pytest.mark.parametrize("address", ["/so-ghi-danh/", "/so-ghi-danh/?page=3", "/ban-tin/", "/ban-tin/?page=2"])
def test_lists__answer(client: Client, address: str) -> None:
    text_of(client, address)


def test_bulletins__all_answer_with_their_lead(client: Client) -> None:
    pages = list(BulletinPage.objects.live())
    assert len(pages) >= 30
    for page in pages:
        assert page.lead[:40] in text_of(client, f"/ban-tin/{page.slug}/")


def test_bulletins__have_everything_a_bulletin_has() -> None:
    pages = list(BulletinPage.objects.live())
    assert all(3 <= sum(block.block_type == "paragraph" for block in page.body) <= 8 for page in pages)
    assert all(page.lead and page.byline.endswith("(mẫu)") and page.tags.exists() for page in pages)
    assert {page.published_on.year for page in pages} == {2020, 2021}
    assert sum(page.related_honorees.exists() for page in pages) >= 15
    figures = [block.value for page in pages for block in page.body if block.block_type == "figure"]
    assert len(figures) >= len(MOTIFS)
    assert {(figure["credit"], figure["image"].width) for figure in figures} == {("Tranh minh họa (mẫu)", 1280)}


def test_bulletins__tell_of_nobody_who_is_not_public() -> None:
    for page in BulletinPage.objects.live():
        assert all(row.honoree.live for row in page.related_honorees.select_related("honoree"))


def test_profiles__answer_and_name_the_honoree(client: Client) -> None:
    for page in sampled_profiles():
        text = text_of(client, f"/so-ghi-danh/{page.slug}/")
        assert page.title in text
        assert page.citation in text


def test_profiles__never_show_what_is_internal(client: Client) -> None:
    words = {'(mẫu)">0900', "Phiếu đồng ý", "Người giám hộ", "duoc-tang", "Tổng số đảng viên"}
    for page in sampled_profiles():
        text = text_of(client, f"/so-ghi-danh/{page.slug}/")
        assert not [word for word in words if word in text], page.slug
        if page.is_minor and page.title != page.name:
            assert page.name not in text
        opened = set(PublicationBasis.objects.valid().filter(entry__page=page).values_list("kind", flat=True))
        if page.birth_year and PublicationBasis.Kind.BIRTH_YEAR not in opened:
            assert str(page.birth_year) not in text


def test_pending_nominees__are_named_nowhere_in_public(client: Client) -> None:
    pending = Nomination.objects.exclude(state__in=REGISTERED_STATES)
    known = set(RegisterEntry.objects.values_list("honoree_name", flat=True))
    names = {nomination.name for nomination in pending} - known
    pages = [text_of(client, address) for address in ("/", "/so-ghi-danh/", "/ban-tin/")]
    assert len(names) > 15
    assert not [name for name in names if any(name in text for text in pages)]


def test_taken_down_profiles__are_gone_and_unpublished_ones_were_never_there(client: Client) -> None:
    for entry in RegisterEntry.objects.exclude(state=EntryState.ACTIVE).select_related("page"):
        assert entry.page is not None
        assert entry.honoree_name not in text_of(client, f"/so-ghi-danh/{entry.page.slug}/", status=410)
    hidden = RegisterEntry.objects.unpublished().select_related("page").first()
    assert hidden is not None and hidden.page is not None
    text_of(client, f"/so-ghi-danh/{hidden.page.slug}/", status=404)

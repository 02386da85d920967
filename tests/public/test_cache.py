"""Finished answers are kept for one generation, given to everybody alike, and revalidated."""

from __future__ import annotations

import gzip
import threading
from typing import Any

import brotli
import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from honors.models import HonoreeIndexPage
from portal.public_cache import middleware
from portal.public_cache.middleware import PAGES, QUERIES, PublicCacheMiddleware
from tests.cast import Cast
from tests.factories import make_bulletin, make_profile
from tests.workflows.web import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings: Any) -> None:
    """Answers are kept, as on a server."""
    settings.PUBLIC_CACHE_BYTES = 4 * 1024 * 1024


def get(url: str, **headers: str) -> Any:
    return Client().get(url, headers=headers)


def queries_of(url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        get(url)
    return len(captured)


def test_answer__is_kept_with_every_byte_and_header() -> None:
    for url in ("/", "/so-ghi-danh/", "/so-ghi-danh/?kind=individual", "/ban-tin/", "/huong-dan/"):
        built, kept = get(url), get(url)
        assert kept.content == built.content
        assert dict(kept.headers) == dict(built.headers)
        assert built["Content-Security-Policy"].startswith("default-src 'self'")
        assert {built["X-Content-Type-Options"], built["X-Frame-Options"]} == {"nosniff", "DENY"}
        assert built["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert built["Vary"] == "Accept-Encoding"


def test_answer__costs_nothing_once_kept(cast: Cast) -> None:
    url = make_profile(cast.units.cell).url
    assert queries_of(url) > 1
    assert queries_of(url) == 0


def test_answer__is_renewed_by_a_change() -> None:
    page = HonoreeIndexPage.objects.get()
    get("/so-ghi-danh/")

    page.introduction = "Mới."
    page.save()

    assert "Mới." in get("/so-ghi-danh/").content.decode()


@pytest.mark.parametrize(("accepted", "decoded"), [("gzip", gzip.decompress), ("gzip, br", brotli.decompress)])
def test_answer__is_compressed_as_the_visitor_asks(accepted: str, decoded: Any) -> None:
    plain = get("/")
    for _built_then_kept in range(2):
        small = get("/", accept_encoding=accepted)
        assert decoded(small.content) == plain.content
        assert small["Content-Length"] == str(len(small.content))
        assert small["ETag"] != plain["ETag"]
    assert not get("/", accept_encoding="gzip;q=0, identity").has_header("Content-Encoding")


def test_visitor_who_has_it__gets_304_without_a_page(cast: Cast) -> None:
    tag = get("/", accept_encoding="gzip")["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = get("/", accept_encoding="gzip", if_none_match=known)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["ETag"] == tag
        assert answer["Content-Security-Policy"]
    assert get("/", if_none_match='"other"').status_code == 200
    make_bulletin()
    assert get("/", accept_encoding="gzip", if_none_match=tag).status_code == 200


def test_first_visitor_with_an_old_tag__leaves_a_whole_page_to_the_next() -> None:
    tag = get("/")["ETag"]
    middleware.clear()
    assert get("/", if_none_match=tag).status_code == 304
    assert "Người tốt" in get("/").content.decode()


def test_head__carries_what_get_would() -> None:
    whole = get("/")
    head = Client().head("/")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(whole.content))
    assert head["ETag"] == whole["ETag"]


def test_person__gets_the_same_page_as_everybody(cast: Cast) -> None:
    stranger = get("/so-ghi-danh/")
    inside = signed_in(cast.tinh).get("/so-ghi-danh/")
    assert inside.content == stranger.content
    assert not inside.cookies


def test_restricted_page__is_kept_for_nobody(cast: Cast) -> None:
    bulletin = make_bulletin()
    PageViewRestriction.objects.create(page=bulletin, restriction_type=PageViewRestriction.LOGIN)
    assert signed_in(cast.tinh).get(bulletin.url).status_code == 200
    assert get(bulletin.url).status_code == 302


def test_preview__is_neither_kept_nor_answered_from_memory() -> None:
    bulletin = make_bulletin(title="Đã đăng (mẫu)")
    get(bulletin.url)
    bulletin.title = "Chưa đăng (mẫu)"

    preview = bulletin.make_preview_request(preview_mode="")
    preview.render()

    assert "Chưa đăng" in preview.content.decode()
    assert "Chưa đăng" not in get(bulletin.url).content.decode()


@pytest.mark.parametrize("url", ["/khong-co/", "/admin/", "/accounts/login/", "/healthz"])
def test_what_is_no_public_page__is_not_kept(url: str) -> None:
    get(url)
    assert len(PAGES) == 0


def test_tracking_parameters__neither_reach_the_page_nor_make_a_second_one() -> None:
    get("/so-ghi-danh/?utm_source=zalo&fbclid=abc")
    get("/so-ghi-danh/?zarsrc=31")
    assert (len(PAGES), len(QUERIES)) == (1, 0)
    filtered = get("/so-ghi-danh/?kind=individual&utm_source=zalo")
    assert "utm_source" not in filtered.content.decode()


def test_query_strings__push_no_page_out_and_long_ones_are_not_kept(settings: Any) -> None:
    settings.PUBLIC_CACHE_BYTES = 400_000
    get("/")
    for number in range(30):
        get(f"/so-ghi-danh/?x={number}")
    assert len(PAGES) == 1
    assert 0 < len(QUERIES) < 30
    before = len(QUERIES)
    get(f"/so-ghi-danh/?x={'y' * 10_000}")
    assert len(QUERIES) == before


def test_foreign_host__is_refused_and_nothing_kept_for_it() -> None:
    assert get("/", host="elsewhere.example").status_code == 400
    assert len(PAGES) == 0


class Slow:
    """A view that counts how often it is asked, and lets everybody arrive first."""

    def __init__(self, answer: HttpResponse) -> None:
        self.answer, self.asked = answer, 0
        self.go = threading.Event()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer when told to go."""
        self.asked += 1
        self.go.wait(10)
        return HttpResponse(self.answer.content, headers=dict(self.answer.headers))


def ask_at_once(view: Slow, number: int, monkeypatch: pytest.MonkeyPatch) -> list[HttpResponse]:
    # Threads have connections of their own, which see nothing of this test's transaction.
    monkeypatch.setattr(middleware, "generation", lambda: "1")
    cached = PublicCacheMiddleware(view)
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda: answers.append(cached(RequestFactory().get("/")))) for _each in range(number)
    ]
    for thread in threads:
        thread.start()
    threading.Timer(0.3, view.go.set).start()
    for thread in threads:
        thread.join(20)
    return answers


def test_one_builds__and_the_others_take_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    view = Slow(HttpResponse("a page"))
    answers = ask_at_once(view, 6, monkeypatch)
    assert view.asked == 1
    assert {answer.content for answer in answers} == {b"a page"}
    assert len(answers) == 6


def test_what_is_for_one_person__is_built_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    view = Slow(HttpResponse("mine", headers={"Vary": "Cookie"}))
    answers = ask_at_once(view, 3, monkeypatch)
    assert view.asked == len(answers) == 3


def test_answer_overtaken_by_a_commit__is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    generations = iter(["old", "new", "new", "new"])
    monkeypatch.setattr(middleware, "generation", lambda: next(generations))
    cached = PublicCacheMiddleware(lambda request: HttpResponse("old"))
    assert cached(RequestFactory().get("/")).status_code == 200
    assert len(PAGES) == 0

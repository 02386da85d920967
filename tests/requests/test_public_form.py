"""The form anybody may send: rules named beside their fields, nothing lost, nothing told, two clicks one request."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from honors.services import mask_entry, unpublish_entry
from tests.cast import Cast
from tests.factories import PDF, make_entry
from tests.requests.asking import ARRIVED, FORM, SECRET, WORDS, ask, token, words
from tests.workflows.threads import at_once
from workflows.models import CalendarDay, DataSubjectRequest, Notice, RequestRecord

pytestmark = pytest.mark.django_db


def prefilled(reference: str) -> str:
    """What the form says it is about."""
    page = Client().get(FORM, {"so": reference}).content.decode()
    found = re.search(r'name="about" value="([^"]*)"', page)
    return found[1] if found else ""


def test_form__is_kept_by_nobody_and_sets_a_cookie_of_its_own_alone(cast: Cast) -> None:
    response = Client().get(FORM)
    assert {"private", "no-store"} <= set(re.split(r", ?", response["Cache-Control"]))
    assert set(response.cookies) == {"csrftoken"}
    assert not Client().get("/lien-he/").cookies


def test_request__starts_both_clocks_and_leads_to_its_receipt(cast: Cast) -> None:
    CalendarDay.objects.create(day=datetime.date(2026, 6, 12), kind=CalendarDay.Kind.OFF, name="Nghỉ (mẫu)")
    entry = make_entry(cast.units.cell)
    with time_machine.travel(ARRIVED):
        asked = ask(so="2020-X029-1")
        page = Client().get(f"{FORM}{asked.reference}/da-nhan/").content.decode()
    assert (asked.answer_by, asked.act_by) == (datetime.date(2026, 6, 16), datetime.date(2026, 6, 26))
    assert asked.due_on == asked.answer_by
    assert (asked.entry, asked.page) == (entry, entry.page)
    for text in (asked.reference, "16/06/2026", "26/06/2026"):
        assert text in page
    arrival = RequestRecord.objects.get(request=asked)
    assert arrival.action == "arrived"
    assert "180" in arrival.words
    assert list(Notice.objects.values_list("user__username", "kind")) == [("tinh-bt", "request_arrived")]


def test_status__shows_state_and_days_and_nothing_else(cast: Cast) -> None:
    make_entry(cast.units.cell)
    asked = ask(so="2020-X029-1")
    page = Client().get(f"{FORM}{asked.reference.lower()}/").content.decode()
    assert asked.reference in page
    for text in (*WORDS.values(), "X029", "Nà Mẫu", asked.get_kind_display()):
        if text not in {"on", "removal", "honoree"}:
            assert str(text) not in page
    assert "noindex" in page


@pytest.mark.parametrize("reference", ["AAAA-BBBB-CCCC-DDDD", "%00", "%ff", "x" * 300, "1"])
def test_status__of_no_request__is_a_page_in_the_sites_look(cast: Cast, reference: str) -> None:
    response = Client().get(f"{FORM}{reference}/")
    assert response.status_code == 404
    assert "Trang này không có trong sổ" in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("kind", "", "kind"),
        ("kind", "delete-all", "kind"),
        ("about", "", "about"),
        ("text", "ngắn", "text"),
        ("asker", "", "asker"),
        ("name", "", "name"),
        ("phone", "gọi tôi nhé", "phone"),
        ("email", "kin.dao@", "email"),
        ("consent", "", "consent"),
        ("website", "http://spam.example", "website"),
        ("name", "a\x00b", "name"),
        ("about", "x" * 301, "about"),
    ],
)
def test_mistake__is_named_and_nothing_typed_is_lost(cast: Cast, field: str, value: str, says: str) -> None:
    sent = words(**{field: value})
    response = Client().post(FORM, sent)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {says}
    page = response.content.decode()
    for name in {"text", "name", "about", "email"} - {field}:
        assert WORDS[name] in page
    assert not DataSubjectRequest.objects.exists()


def test_no_way_to_reply__is_a_mistake_and_one_of_two_is_enough(cast: Cast) -> None:
    response = Client().post(FORM, words(phone="", email=""))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"phone"}
    assert ask(phone="").phone == ""
    assert ask(email="", text="Một chuyện khác hẳn.").email == ""


@pytest.mark.parametrize("age", [0, 2, 25 * 60 * 60])
def test_form_sent_at_once_or_after_a_day__comes_back_with_its_words(cast: Cast, age: int) -> None:
    client = Client()
    response = client.post(FORM, words(token=token(age)))
    assert response.status_code == 422
    assert WORDS["text"] in response.content.decode()
    again = response.context["form"]["token"].value()
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=20)):
        assert client.post(FORM, words(token=again)).status_code == 302


@pytest.mark.parametrize("forged", ["", "x", "abc:def:ghi", "\x00"])
def test_form_with_a_forged_token__is_refused(cast: Cast, forged: str) -> None:
    assert Client().post(FORM, words(token=forged)).status_code == 422


def test_two_clicks__make_one_request_and_a_changed_word_another(cast: Cast) -> None:
    sent = words()
    first, second = (Client().post(FORM, sent) for _click in range(2))
    assert first["Location"] == second["Location"]
    assert Client().post(FORM, {**sent, "text": "Tôi còn muốn nói thêm một điều."})["Location"] != first["Location"]
    assert DataSubjectRequest.objects.count() == 2


def test_paper_added_to_a_form_sent_before__is_not_lost(cast: Cast) -> None:
    sent = words()
    for paper in ({}, {"file": SimpleUploadedFile("giay.pdf", PDF)}, {"file": SimpleUploadedFile("giay.pdf", PDF)}):
        assert Client().post(FORM, {**sent, **paper}).status_code == 302
    assert [bool(asked.file) for asked in DataSubjectRequest.objects.order_by("pk")] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment__make_one_request(cast: Cast) -> None:
    sent = words()
    answers = at_once(*[lambda: Client().post(FORM, sent)["Location"]] * 4)
    assert len(set(answers)) == 1
    assert DataSubjectRequest.objects.count() == 1
    assert Notice.objects.count() == 1


def test_forged_post_without_csrf_token__is_refused(cast: Cast) -> None:
    assert Client(enforce_csrf_checks=True).post(FORM, words()).status_code == 403


def test_eleventh_request_within_an_hour__is_told_so_and_keeps_its_words(cast: Cast) -> None:
    for number in range(10):
        ask(text=f"Đề nghị lần thứ {number}.")
    response = Client().post(FORM, words())
    assert response.status_code == 429
    assert WORDS["text"] in response.content.decode()
    assert Client(REMOTE_ADDR="10.1.1.1").post(FORM, words()).status_code == 302


def test_one_entry__is_asked_about_twenty_times_a_day_however_it_is_named(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    assert entry.page
    names = ("2020-X029-1", entry.verification_code, entry.page.slug)
    for number in range(20):
        client = Client(REMOTE_ADDR=f"10.2.0.{number}")
        ask(client, so=names[number % 3], text=f"Đề nghị lần thứ {number}.")
    assert Client(REMOTE_ADDR="10.3.0.1").post(FORM, words(so=names[0])).status_code == 429
    assert Client(REMOTE_ADDR="10.3.0.1").post(FORM, words(so="2020-X029-2")).status_code == 302


@pytest.mark.parametrize(("proxies", "status"), [(0, 429), (1, 302)])
def test_address__is_taken_from_the_last_proxy_only_where_there_is_one(
    cast: Cast, settings: Any, proxies: int, status: int
) -> None:
    settings.TRUSTED_PROXIES = proxies
    for number in range(11):
        client = Client(headers={"X-Forwarded-For": f"6.6.6.6, 10.9.0.{number}"})
        response = client.post(FORM, words(text=f"Đề nghị lần thứ {number}."))
    assert response.status_code == status


@pytest.fixture
def hidden(cast: Cast) -> list[str]:
    """References of entries nobody may read by name, and of none at all."""
    unpublished = make_entry(cast.units.cell, name=SECRET, published=False)
    taken_down = make_entry(cast.units.cell, name=SECRET)
    masked = make_entry(cast.units.cell, name=SECRET)
    unpublish_entry(entry_id=taken_down.pk, actor=cast.tinh_bt)
    mask_entry(entry_id=masked.pk, actor=cast.tinh_bt)
    entries = (unpublished, taken_down, masked)
    return [name for entry in entries if entry.page for name in (entry.page.slug, entry.verification_code)]


def test_unpublished_person__looks_like_an_unknown_one(hidden: list[str]) -> None:
    for reference in [*hidden, "khong-co-ai-abc123", "AAAA-BBBB-CCCC-DDDD"]:
        assert prefilled(reference) == reference
        answer = Client(REMOTE_ADDR=reference[:40]).post(FORM, words(so=reference))
        assert answer.status_code == 302
    assert DataSubjectRequest.objects.exclude(entry=None).count() == len(hidden)


def test_prefill__says_what_the_public_register_says(cast: Cast, hidden: list[str]) -> None:
    named = make_entry(cast.units.cell, name="Nông Văn Ứng")
    assert named.page
    for reference in (named.page.slug, named.verification_code.lower(), "2020-X029-4"):
        assert "Nông Văn Ứng" in prefilled(reference)
    nameless = prefilled("2020-X029-1")
    assert SECRET not in nameless
    assert cast.units.cell.name in nameless


@pytest.mark.parametrize(
    "garbage", ["\x00", "%00", "x" * 10_000, "2020-X029-999999999", "9999-zz-1", "../../etc", "<script>", "ệ" * 500]
)
def test_garbage_reference__is_no_error(cast: Cast, garbage: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(FORM, {"so": garbage})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()
    assert len(captured) <= 3
    assert Client().post(FORM, words(so=garbage)).status_code in {302, 422}


def test_number_of_a_request__leads_to_its_status(cast: Cast) -> None:
    asked = ask()
    response = Client().get(FORM, {"ma": f" {asked.reference.lower()} "})
    assert response["Location"] == f"{FORM}{asked.reference}/"
    assert Client().get(FORM, {"ma": "//"}).status_code == 200


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_paper__is_stored_privately_under_a_name_that_tells_nothing(cast: Cast) -> None:
    asked = ask(file=upload(f"giay {SECRET}.pdf", PDF))
    assert asked.file_name == f"giay {SECRET}.pdf"
    assert re.fullmatch(r"requests/[0-9a-f]{32}\.pdf", str(asked.file.name))
    assert Client().get(f"/media/{asked.file.name}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"MZ not a pdf"), ("a.svg", b"<svg onload=alert(1)>"), ("a.pdf", b""), ("a.pdf", PDF[:-20])],
)
def test_paper_that_is_none__is_refused_by_its_bytes(cast: Cast, name: str, content: bytes) -> None:
    response = Client().post(FORM, words(file=upload(name, content)))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"file"}


def test_paper_too_large__is_refused(cast: Cast, settings: Any) -> None:
    settings.REQUEST_FILE_MAX_BYTES = len(PDF) - 1
    assert Client().post(FORM, words(file=upload("a.pdf", PDF))).status_code == 422


def test_links__lead_here_from_a_profile_and_the_footer(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    assert entry.page
    assert f"/yeu-cau/?so={entry.page.slug}" in Client().get(f"/so-ghi-danh/{entry.page.slug}/").content.decode()
    assert 'href="/yeu-cau/"' in Client().get("/").content.decode()


def test_links__lead_here_from_every_row_of_the_register(cast: Cast) -> None:
    make_entry(cast.units.cell, published=False)
    assert "/yeu-cau/?so=2020-X029-1" in Client().get("/so-ghi-danh/").content.decode()

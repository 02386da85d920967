"""What the province's editors do with a request, by HTTP: clocks, states, the register's own acts, the log."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from honors.models import EntryState, ImmutableRecordError
from tests.cast import Cast
from tests.factories import PDF, make_entry
from tests.requests.asking import ARRIVED, FORM, SECRET, act, an_hour, ask, tell
from tests.workflows.threads import at_once
from tests.workflows.web import signed_in
from workflows.models import DataSubjectRequest, MailState, RequestLetter, RequestRecord
from workflows.notices.mail import send_mail
from workflows.permissions import NotYoursError
from workflows.requests.handling import take_on

pytestmark = pytest.mark.django_db
LIST = "/admin/requests/"


def _paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("giay.pdf", PDF)


def actions(request: DataSubjectRequest) -> list[str]:
    """What happened, in order."""
    return list(RequestRecord.objects.filter(request=request).values_list("action", flat=True))


def test_removal__masks_the_entry_and_leaves_no_trace_outside(cast: Cast) -> None:
    entry = make_entry(cast.units.cell, name="Nông Văn Ứng")
    assert entry.page
    profile = f"/so-ghi-danh/{entry.page.slug}/"
    asked = ask(so=entry.page.slug)
    act(cast.tinh_bt, asked, "take_on")
    assert (asked.state, asked.holder) == ("in_hand", cast.tinh_bt)
    act(cast.tinh_bt, asked, "grant")
    assert Client().get(profile).status_code == 200
    act(cast.tinh_bt, asked, "carry_out", act="mask", entry=str(entry.pk))
    entry.refresh_from_db()
    assert entry.state == EntryState.MASKED
    assert Client().get(profile).status_code == 410
    register = Client().get("/so-ghi-danh/").content.decode()
    assert "Nông Văn Ứng" not in register
    assert "/yeu-cau/?so=2020-X029-1" in register
    assert asked.acted_on and asked.due_on == asked.answer_by
    act(cast.tinh_bt, asked, "close")
    assert asked.closed_at is None, "nobody was told yet"
    tell(cast.tinh_bt, asked)
    act(cast.tinh_bt, asked, "close")
    assert asked.closed_at and asked.due_on is None
    assert actions(asked) == ["arrived", "taken_on", "granted", "acted", "answered", "closed"]
    assert "Nông Văn Ứng" not in " ".join(RequestRecord.objects.values_list("words", flat=True))


def test_act_the_register_refuses__changes_neither_register_nor_request(cast: Cast) -> None:
    entry = make_entry(cast.units.cell, published=False)
    asked = ask(so="2020-X029-1")
    act(cast.tinh_bt, asked, "grant")
    response = act(cast.tinh_bt, asked, "carry_out", act="unpublish", entry=str(entry.pk))
    assert response.status_code == 302
    assert asked.acted_on is None
    assert actions(asked) == ["arrived", "granted"]


def test_act__reaches_only_entries_the_request_is_about(cast: Cast) -> None:
    make_entry(cast.units.cell)
    other = make_entry(cast.units.cell_2)
    asked = ask(so="2020-X029-1")
    act(cast.tinh_bt, asked, "grant")
    assert act(cast.tinh_bt, asked, "carry_out", act="mask", entry=str(other.pk)).status_code == 422
    other.refresh_from_db()
    assert other.state == EntryState.ACTIVE


def test_entry_told_in_words__is_named_by_the_editor(cast: Cast) -> None:
    entry = make_entry(cast.units.cell)
    asked = ask(so="")
    assert act(cast.tinh_bt, asked, "name_entry", reference="2020-X029-99").status_code == 422
    act(cast.tinh_bt, asked, "name_entry", reference="http://localhost:8000/so-ghi-danh/2020-X029-1/")
    assert asked.entry == entry
    assert actions(asked) == ["arrived", "linked"]


def test_answer_by_mail__goes_out_once_without_a_name(cast: Cast) -> None:
    asked = ask()
    tell(cast.tinh_bt, asked, channel="mail", words="Chúng tôi đã gỡ tên.")
    assert asked.answered_on
    assert [send_mail(), send_mail()] == [1, 0]
    (sent,) = mail.outbox
    assert sent.to == ["kin.dao@example.org"]
    assert "Chúng tôi đã gỡ tên." in sent.body
    assert f"http://localhost:8000{FORM}{asked.reference}/" in sent.body
    assert SECRET not in f"{sent.subject} {sent.body}"
    assert RequestLetter.objects.get().mail == MailState.SENT


def test_answer_clicked_twice__is_one_answer_and_one_mail(cast: Cast) -> None:
    asked = ask()
    for _click in range(2):
        assert tell(cast.tinh_bt, asked, channel="mail").status_code == 302
    assert RequestLetter.objects.count() == 1
    tell(cast.tinh_bt, asked, channel="mail", words="Chúng tôi đã gỡ tên.")
    assert actions(asked) == ["arrived", "answered", "answered"]


def test_answer_by_mail__needs_an_address(cast: Cast) -> None:
    asked = ask(email="")
    assert tell(cast.tinh_bt, asked, channel="mail").status_code == 422
    assert asked.answered_on is None
    assert not RequestLetter.objects.exists()


@pytest.mark.parametrize(("told_on", "status"), [("2026-06-10", 422), ("2026-06-15", 422), ("2026-06-11", 302)])
def test_answer_by_telephone__has_a_day_between_arrival_and_today(cast: Cast, told_on: str, status: int) -> None:
    with time_machine.travel(ARRIVED, tick=False):
        asked = ask()
    with time_machine.travel(an_hour(0, day=1), tick=False):
        assert tell(cast.tinh_bt, asked, told_on=told_on).status_code == status
    assert (asked.answered_on == datetime.date(2026, 6, 11)) == (status == 302)


def test_refusal__needs_words_stops_both_clocks_and_is_told(cast: Cast) -> None:
    asked = ask()
    assert tell(cast.tinh_bt, asked, "refuse", words=" ").status_code == 422
    tell(cast.tinh_bt, asked, "refuse", words="Mục này đúng theo quyết định.")
    assert (asked.state, asked.due_on) == ("refused", None)
    assert asked.answered_on and asked.acted_on
    act(cast.tinh_bt, asked, "close")
    assert actions(asked) == ["arrived", "refused", "closed"]
    assert asked.closed_at


@pytest.mark.parametrize("days", ["0", "16", "-1", "nhiều"])
def test_extension__is_bounded(cast: Cast, days: str) -> None:
    asked = ask()
    before = asked.act_by
    assert tell(cast.tinh_bt, asked, "extend", days=days).status_code == 422
    assert asked.act_by == before


def test_extension__is_given_once_and_never_moves_the_answer(cast: Cast) -> None:
    asked = ask()
    act_by, answer_by = asked.act_by, asked.answer_by
    for _time in range(2):
        tell(cast.tinh_bt, asked, "extend", days="15", words="Cần xác minh tại xã.")
    assert asked.act_by == act_by + datetime.timedelta(days=15)
    assert (asked.answer_by, asked.answered_on) == (answer_by, None)
    assert actions(asked) == ["arrived", "extended"]


def test_set_aside__needs_a_reason_and_ends_it(cast: Cast) -> None:
    asked = ask()
    assert act(cast.tinh_bt, asked, "set_aside", reason="").status_code == 422
    act(cast.tinh_bt, asked, "set_aside", reason="Quảng cáo.")
    assert (asked.state, asked.due_on) == ("set_aside", None)
    for name in ("take_on", "grant"):
        act(cast.tinh_bt, asked, name)
    assert asked.state == "set_aside"
    assert actions(asked) == ["arrived", "set_aside"]


def test_log__is_written_once(cast: Cast) -> None:
    record = ask().records.get()
    for change in (record.save, record.delete, RequestRecord.objects.all().delete):
        with pytest.raises(ImmutableRecordError):
            change()


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once__leave_one_decision(cast: Cast) -> None:
    asked = ask()
    at_once(
        lambda: act(cast.tinh_bt, DataSubjectRequest.objects.get(), "grant"),
        lambda: tell(cast.tinh_bt, DataSubjectRequest.objects.get(), "refuse"),
    )
    assert len(set(actions(asked)) & {"granted", "refused"}) == 1


# --- who ------------------------------------------------------------------------

FOREIGN = ("chi_bo", "bi_thu", "huyen", "chi_bo_2", "bi_thu_2", "huyen_2", "quan_tri", "bien_tap", "giam_sat")
ACTS = ("take_on", "answer", "grant", "refuse", "extend", "carry_out", "name_entry", "set_aside", "close")


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_user__sees_nothing_and_does_nothing(cast: Cast, name: str) -> None:
    person = cast.everybody[name]
    asked = ask(file=_paper())
    before = DataSubjectRequest.objects.values().get()
    browser = signed_in(person)
    for address, status in ((LIST, 403), (f"{LIST}{asked.pk}/", 404), (f"{LIST}{asked.pk}/file/", 404)):
        response = browser.get(address)
        assert response.status_code == status or response["Location"] == "/admin/", address
    for name_of_act in ACTS:
        assert act(person, asked, name_of_act, reason="x", words="x", channel="phone", act="mask").status_code != 200
    assert DataSubjectRequest.objects.values().get() == before
    assert actions(asked) == ["arrived"]
    home = browser.get("/admin/").content.decode()
    assert "/admin/requests/" not in home
    assert SECRET not in home


def test_province_reviewer__watches_the_clock_and_reads_no_person(cast: Cast) -> None:
    make_entry(cast.units.cell)
    asked = ask(so="2020-X029-1", file=_paper())
    tell(cast.tinh_bt, asked, words="Lời riêng với người hỏi.")
    reviewer = signed_in(cast.tinh)
    for address in (LIST, f"{LIST}{asked.pk}/", f"{LIST}?q=Kín"):
        page = reviewer.get(address).content.decode()
        for text in (SECRET, "0987 654 321", "kin.dao@example.org", "Tôi đề nghị gỡ", "Lời riêng", "giay.pdf"):
            assert text not in page
    assert asked.reference in reviewer.get(f"{LIST}{asked.pk}/").content.decode()
    assert reviewer.get(f"{LIST}{asked.pk}/file/").status_code == 404
    for name in ACTS:
        assert act(cast.tinh, asked, name, reason="x", words="x", channel="phone", act="mask").status_code == 302
    assert actions(asked) == ["arrived", "answered"]


def test_verb__authorises_by_itself(cast: Cast) -> None:
    asked = ask()
    for person in (cast.tinh, cast.giam_sat, cast.quan_tri):
        with pytest.raises(NotYoursError):
            take_on(request_id=asked.pk, user=person)


def test_editor__gets_the_paper_as_a_file_to_keep(cast: Cast) -> None:
    asked = ask(file=_paper())
    response = signed_in(cast.tinh_bt).get(f"{LIST}{asked.pk}/file/")
    assert response["Content-Disposition"].startswith("attachment")
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]  # a file, not a page


# --- lists ----------------------------------------------------------------------


def test_list__puts_the_overdue_first_and_finds_without_tone_marks(cast: Cast) -> None:
    with time_machine.travel(ARRIVED):
        late = ask(text="Đề nghị đã lâu.", name="Hoàng Văn Muộn")
    with time_machine.travel(an_hour(0, day=6)):
        fresh = ask()
        editor = signed_in(cast.tinh_bt)
        shown = editor.get(LIST).context["rows"]
        assert [row.pk for row, _due in shown] == [late.pk, fresh.pk]
        assert [row.pk for row, _due in editor.get(f"{LIST}?show=overdue").context["rows"]] == [late.pk]
        assert [row.pk for row, _due in editor.get(f"{LIST}?q=hoang+van+muon").context["rows"]] == [late.pk]
        assert [row.pk for row, _due in editor.get(f"{LIST}?q={fresh.pk}").context["rows"]] == [fresh.pk]
        home = editor.get("/admin/").content.decode()
    assert 'href="/admin/requests/"' in home


@pytest.mark.parametrize(
    "query", ["show=%00", "kind=x", f"q={'x' * 9000}", "p=-1", "p=x", "q=%00", "q=99999999999999999999"]
)
def test_list__takes_any_garbage(cast: Cast, query: str) -> None:
    ask()
    assert signed_in(cast.tinh_bt).get(f"{LIST}?{query}").status_code == 200


def test_list_screen_and_home__cost_the_same_at_two_sizes(cast: Cast) -> None:
    make_entry(cast.units.cell)
    editor = signed_in(cast.tinh_bt)

    def costs() -> list[int]:
        found = []
        for address in (LIST, f"{LIST}{first.pk}/", "/admin/"):
            editor.get(address)
            with CaptureQueriesContext(connection) as captured:
                editor.get(address)
            found.append(len(captured))
        return found

    first = ask(so="2020-X029-1")
    tell(cast.tinh_bt, first)
    small = costs()
    for number in range(9):
        more = ask(so="2020-X029-1", text=f"Đề nghị lần thứ {number}.")
        act(cast.tinh_bt, more, "take_on")
        tell(cast.tinh_bt, first)
    assert costs() == small

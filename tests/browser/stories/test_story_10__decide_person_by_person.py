"""Story 10: a district officer decides person by person inside one proposal letter of seventeen."""

from __future__ import annotations

from typing import Any

from honors.models import RegisterEntry
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_nomination
from tests.workflows.stages import at_district
from workflows.models import Nomination, NominationBatch
from workflows.states import Action, State

RETURNED = ("Nông Văn 4 (mẫu)", "Nông Văn 11 (mẫu)")


def test_letter_of_17__ends_with_15_approved_and_2_returned_each_with_its_own_history(
    visit: Visit, live_cast: Cast
) -> None:
    """From the letter to the register by screens alone."""
    for number in range(17):
        make_nomination(
            live_cast.units.cell, live_cast.chi_bo, name=f"Nông Văn {number} (mẫu)", birth_year=1960 + number
        )
    secretary = visit(user="chi-bo")
    enter_letter(secretary)
    submit_letter(secretary)

    cell, district, province = (visit(user=name) for name in ("bi-thu", "huyen", "tinh"))
    approve(cell, leave_out=())
    approve(district, leave_out=RETURNED)
    send_back(district)
    approve(province, leave_out=())

    letter = NominationBatch.objects.get()
    states = dict(letter.nominations.values_list("name", "state"))
    assert {name for name, state in states.items() if state == State.RETURNED} == set(RETURNED)
    assert list(states.values()).count(State.PUBLISHED) == RegisterEntry.objects.count() == 15
    for nomination in letter.nominations.all():
        acts = list(nomination.records.exclude(actor=None).values_list("action", flat=True))
        after = [Action.RETURN] if nomination.name in RETURNED else [Action.APPROVE] * 2
        assert acts == [Action.SUBMIT, Action.APPROVE, *after]
    secretary.go(f"/admin/letters/{letter.pk}/")
    assert "15 đã công khai, 2 đã trả lại" in secretary.text
    assert secretary.overflow == 0
    assert violations(secretary, ".gd") == []


def test_sheets__are_cards_on_a_phone_and_carry_on_without_javascript(visit: Visit, live_cast: Cast) -> None:
    for number in range(2):
        at_district(live_cast, name=f"Nông Văn {number} (mẫu)")
    phone = visit(user="huyen", width=360)
    approve(phone, leave_out=("Nông Văn 1 (mẫu)",))
    assert phone.overflow == 0
    plain = visit(user="huyen", width=360, java_script_enabled=False)
    open_sheets(plain, level=live_cast.units.cho_don.level)
    plain.page.locator("[name$=-rest]").select_option("met")
    assert plain.send(plain.page.locator("[data-gd-approve]")) == 200
    assert "Đã thực hiện: 1 trên 1 hồ sơ." in plain.text


def enter_letter(secretary: Visitor) -> None:
    """Put all drafts under one letter."""
    assert secretary.go("/admin/letters/add/") == 200
    form = secretary.page.locator(".gd-letter form")
    form.locator("[name=number]").fill("12-TTr/CB")
    form.locator("[name=signed_on]").fill("2020-10-03")
    form.get_by_text("Bản nháp đã có").click()
    for box in form.locator("[name=drafts]").all():
        box.check()
    assert violations(secretary, ".gd") == []
    assert secretary.overflow == 0
    assert secretary.send(form.locator("button[type=submit]")) == 200
    assert "Đã nhập tờ trình 12-TTr/CB." in secretary.text


def submit_letter(secretary: Visitor) -> None:
    """Send everybody to the first step."""
    button = secretary.page.locator("form[action$='/submit/'] button")
    # The same account for all: somebody alike is found, and that is said why.
    secretary.page.locator("form[action$='/submit/'] summary").click()
    secretary.page.locator("#id_justification").fill("Mười bảy người cùng làm một việc.")
    assert secretary.send(button) == 200
    assert "Đã gửi 17 người." in secretary.text


def open_sheets(reviewer: Visitor, **where: Any) -> None:
    """The sheets of everybody who waits, or of those at a level."""
    waiting = Nomination.objects.filter(
        state=State.IN_REVIEW, **{f"waiting_{key}": value for key, value in where.items()}
    ).values_list("pk", flat=True)
    assert reviewer.go("/admin/desk/bulk/?" + "&".join(f"id={pk}" for pk in waiting)) == 200


def approve(reviewer: Visitor, *, leave_out: tuple[str, ...]) -> None:
    """Tick every sheet, untick some cases, approve the rest."""
    open_sheets(reviewer)
    for case in reviewer.page.locator("[data-gd-case]").all():
        if case.locator(".gd-name").inner_text().removeprefix("ông ") in leave_out:
            case.locator(".gd-take input").uncheck()
        else:
            case.locator("[data-gd-all-met]").click()
    assert violations(reviewer, ".gd") == []
    assert reviewer.overflow == 0
    taken = reviewer.page.locator(".gd-take input:checked").count()
    assert reviewer.send(reviewer.page.locator("[data-gd-approve]")) == 200
    reviewer.page.get_by_text(f"Đã thực hiện: {taken} trên {taken} hồ sơ.").wait_for()
    assert violations(reviewer, ".gd") == []


def send_back(reviewer: Visitor) -> None:
    """Return those left, one of them with words of its own."""
    waiting = Nomination.objects.filter(name__in=RETURNED).values_list("pk", flat=True)
    reviewer.go("/admin/desk/bulk/?" + "&".join(f"id={pk}" for pk in waiting))
    own = reviewer.page.locator("[data-gd-case]").last
    own.get_by_text("Lý do trả lại riêng").click()
    own.get_by_text("Thiếu tài liệu").click()
    own.locator("[name$=-reason]").fill("Bản nhận xét chưa có chữ ký.")
    common = reviewer.page.locator(".gd-verdicts")
    common.locator("summary").click()
    common.locator("[value=unclear_deed]").check()
    common.locator("[name=all-reason]").fill("Nêu rõ kết quả.")
    assert reviewer.send(common.locator("button[value=return]")) == 200
    reviewer.page.get_by_text("Đã thực hiện: 2 trên 2 hồ sơ.").wait_for()

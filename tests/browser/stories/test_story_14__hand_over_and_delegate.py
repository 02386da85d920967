"""Story 14: a district officer hands over when away or transferred; queue and record say on whose behalf."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests.browser.acts import NOMINEE, open_from_desk, tick_all
from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.cast import Cast
from tests.factories import make_assignment, make_user
from tests.workflows.stages import at_district
from workflows.models import Nomination
from workflows.states import Action

DAY = datetime.timedelta(days=1)


def looks_well(person: Visitor) -> None:
    """Accessible, and nothing sticks out."""
    assert violations(person, ".gd") == []
    assert person.overflow == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_officer__who_goes_away_lends_authority_for_two_weeks(visit: Visit, live_cast: Cast, width: int) -> None:
    nomination = at_district(live_cast, name=NOMINEE)
    colleague = make_user("giup-viec", "Hoàng Thị Giúp Việc (mẫu)")
    officer = visit(user="huyen", width=width)
    officer.go("/admin/delegations/")
    looks_well(officer)
    form = officer.page.locator("form.gd-fields")
    form.locator("[name=receiver]").select_option(label="Hoàng Thị Giúp Việc (mẫu) (giup-viec)")
    form.locator("[name=until]").fill("")
    assert officer.send(form.locator("button")) == 422, "nobody acts for ever"
    form.locator("[name=until]").fill((timezone.localdate() + 14 * DAY).isoformat())
    assert officer.send(form.locator("button")) == 200
    looks_well(officer)

    helper = visit(user="giup-viec", width=width)
    helper.go("/admin/delegations/")
    assert "Hoàng Thị Giúp Việc (mẫu) duyệt thay Người huyen (mẫu)" in helper.text
    open_from_desk(helper)
    assert "Người huyen (mẫu)" in helper.text, "on whose behalf is said beforehand"
    tick_all(helper)
    assert helper.send(helper.page.locator("[data-gd-approve]")) == 200
    record = nomination.records.get(action=Action.APPROVE, level=3)
    assert (record.actor, record.on_behalf_of) == (colleague, live_cast.huyen)
    officer.go(f"/admin/desk/{nomination.pk}/")
    assert "thay mặt Người huyen (mẫu)" in officer.text

    officer.go("/admin/delegations/")
    assert officer.send(officer.page.get_by_role("button", name="Kết thúc")) == 200
    assert helper.go(f"/admin/desk/{nomination.pk}/") in (200, 403, 404) and NOMINEE not in helper.text


def test_officer__hands_one_case_to_a_colleague_who_finds_it_by_a_notice(visit: Visit, live_cast: Cast) -> None:
    nomination = at_district(live_cast, name=NOMINEE)
    colleague = make_user("dong-nghiep", "Ma Văn Đồng Nghiệp (mẫu)")
    make_assignment(colleague, live_cast.units.cho_don)
    officer = visit(user="huyen", width=360)
    open_from_desk(officer)
    offer = officer.page.locator("#hand_over")
    offer.locator("summary").click()
    offer.locator("select").select_option(label="Ma Văn Đồng Nghiệp (mẫu)")
    assert officer.send(offer.locator("button")) == 200
    nomination.refresh_from_db()
    assert nomination.holder == colleague

    receiver = visit(user="dong-nghiep", width=360)
    receiver.go("/admin/notices/")
    looks_well(receiver)
    assert receiver.send(receiver.page.get_by_role("link", name="được giao")) == 200
    assert receiver.page.url.endswith(f"/admin/desk/{nomination.pk}/")
    receiver.go("/admin/notices/settings/")
    looks_well(receiver)


@pytest.mark.parametrize("width", [360, 1280])
def test_officer__who_is_transferred_leaves_nothing_behind(visit: Visit, live_cast: Cast, width: int) -> None:
    nomination = at_district(live_cast, name=NOMINEE)
    Nomination.objects.filter(pk=nomination.pk).update(holder=live_cast.huyen)
    successor = make_user("ke-nhiem", "Lường Thị Kế Nhiệm (mẫu)")
    administrator = visit(user="quan-tri", width=width)
    administrator.go(f"/admin/people/edit/{live_cast.huyen.pk}/")
    assert administrator.send(administrator.page.get_by_role("link", name="Đóng tài khoản")) == 200
    looks_well(administrator)
    assert nomination.reference in administrator.text and NOMINEE not in administrator.text
    form = administrator.page.locator("form.gd-fields")
    form.locator("select").select_option(label="Lường Thị Kế Nhiệm (mẫu) (ke-nhiem)")
    assert administrator.send(form.locator("button")) == 200
    administrator.go("/admin/route-check/")
    looks_well(administrator)

    after = visit(user="ke-nhiem", width=width)
    open_from_desk(after)
    assert NOMINEE in after.text
    nomination.refresh_from_db()
    assert nomination.holder == successor

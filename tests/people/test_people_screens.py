"""People and their assignments in the admin: what an administrator may, and may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.accounts.models import User
from tests.cast import Cast
from tests.factories import PASSWORD, make_assignment, make_nomination, make_user
from tests.people.posts import edit_address, edit_data, groups_of
from tests.rows import rows
from tests.walk import addresses
from workflows.models import Role
from workflows.staff import PROVINCE_EDITORS, REVIEW_STAFF

NEW_PASSWORD = "suoi-reo-ban-puong-9"
PERSON = {"username": "moi", "full_name": "Hoàng Thị Mới (mẫu)", "email": "", "password": NEW_PASSWORD}


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.quan_tri)
    return client


@pytest.mark.parametrize("who", ["chi_bo", "bi_thu", "huyen", "tinh", "tinh_bt", "bien_tap"])
def test_every_screen__is_closed_to_everybody_else(cast: Cast, client: Client, who: str) -> None:
    client.force_login(cast.everybody[who])
    before = list(User.objects.order_by("pk").values("username", "full_name", "is_active", "password"))

    for address in addresses("/admin/people/"):
        at_self = address.replace("/1/", f"/{cast.everybody[who].pk}/")
        for response in (client.get(at_self), client.post(at_self, {**PERSON, **rows()})):
            assert (response.status_code, response["Location"]) == (302, "/admin/"), at_self
    assert list(User.objects.order_by("pk").values("username", "full_name", "is_active", "password")) == before


def test_every_screen__sends_strangers_to_sign_in(cast: Cast, client: Client) -> None:
    for address in addresses("/admin/people/"):
        assert client.get(address)["Location"].startswith("/accounts/login/")
        assert client.post(address)["Location"].startswith("/accounts/login/")


def test_addresses__are_these_and_none_deletes() -> None:
    assert addresses("/admin/people/") == [
        "/admin/people/",
        "/admin/people/close/1/",
        "/admin/people/edit/1/",
        "/admin/people/history-results/1/",
        "/admin/people/history/1/",
        "/admin/people/new/",
        "/admin/people/results/",
    ]


@pytest.mark.parametrize("who", ["quan_tri", "giam_sat"])
def test_every_screen__opens_for_administrators(cast: Cast, client: Client, who: str) -> None:
    client.force_login(cast.everybody[who])

    for address in addresses("/admin/people/"):
        assert client.get(address.replace("/1/", f"/{cast.chi_bo.pk}/")).status_code == 200, address


def test_wagtails_own_screens__stay_closed_to_the_administrator(cast: Cast, admin: Client) -> None:
    for address in [*addresses("/admin/users/"), *addresses("/admin/groups/")]:
        at_person = address.replace("/1/", f"/{cast.chi_bo.pk}/")
        assert admin.get(at_person).status_code in {302, 403, 404}, address
        assert admin.post(at_person).status_code in {302, 403, 404, 405}, address
    assert User.objects.filter(pk=cast.chi_bo.pk).exists()
    # The office's address is theirs to keep; nothing else of Wagtail's.
    assert cast.quan_tri.get_all_permissions() == {"wagtailadmin.access_admin", "contact.change_contactdetails"}


def test_list__shows_who_does_what(cast: Cast, admin: Client) -> None:
    page = admin.get("/admin/people/").content.decode()

    assert "người duyệt · Huyện ủy Chợ Đồn" in page
    assert "Biên tập viên bản tin" in page
    assert "giam-sat" not in page


def test_list__shows_superusers_to_superusers(cast: Cast, client: Client) -> None:
    client.force_login(cast.giam_sat)

    assert "giam-sat" in client.get("/admin/people/").content.decode()


@pytest.mark.parametrize("query", ["huyen", "cho don", "Huyện Chợ Đồn", "D04"])
def test_list__finds_by_name_and_unit(cast: Cast, admin: Client, query: str) -> None:
    page = admin.get("/admin/people/results/", {"q": query}).content.decode()

    assert f'href="{edit_address(cast.huyen)}"' in page
    assert f'href="{edit_address(cast.bien_tap)}"' not in page


def test_search__finds_no_superuser(cast: Cast, admin: Client) -> None:
    assert "Người giam-sat" not in admin.get("/admin/people/results/", {"q": "giam-sat"}).content.decode()


def test_list__costs_the_same_for_more_people(
    cast: Cast, admin: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    admin.get("/admin/people/")
    with django_assert_max_num_queries(25) as few:
        admin.get("/admin/people/")
    for number in range(30):
        person = make_user(f"nguoi-{number}")
        make_assignment(person, cast.units.cell, Role.EDITOR)
        make_assignment(person, cast.units.cell_2, Role.REVIEWER)

    with django_assert_num_queries(len(few)):
        admin.get("/admin/people/")


def test_list__is_paged(cast: Cast, admin: Client) -> None:
    for number in range(60):
        make_user(f"nguoi-{number:02}")

    first, second = (admin.get("/admin/people/", {"p": page}).content.decode() for page in (1, 2))

    assert "nguoi-00" in first
    assert "nguoi-59" not in first
    assert "nguoi-59" in second


def test_new_person__can_sign_in_and_work_at_once(cast: Cast, admin: Client) -> None:
    response = admin.post(
        "/admin/people/new/",
        {
            **PERSON,
            "roles": ["Biên tập bản tin"],
            **rows({"unit": cast.units.province.pk, "role": Role.EDITOR, "since": "2020-01-01"}),
        },
    )

    assert response.status_code == 302
    person = User.objects.get(username="moi")
    assert groups_of(person) == {"Biên tập bản tin", PROVINCE_EDITORS, REVIEW_STAFF}
    assert not (person.is_superuser or person.is_staff)
    browser = Client()
    browser.post("/accounts/login/", {"login": "moi", "password": NEW_PASSWORD})
    assert browser.get("/admin/").status_code == 200
    actions = set(ModelLogEntry.objects.filter(object_id=str(person.pk)).values_list("action", flat=True))
    assert {"wagtail.create", "workflows.assign"} <= actions


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"username": "CHI-BO"}, "Tên đăng nhập này đã có người dùng."),
        ({"username": "có dấu cách"}, "username"),
        ({"full_name": ""}, "Bắt buộc"),
        ({"password": ""}, "Bắt buộc"),
        ({"password": "ngan"}, "quá ngắn"),
        ({"password": "hoàng thị mới"}, "quá giống với họ và tên"),
        ({"email": "khong-phai"}, "Nhập địa chỉ email"),
        ({"roles": ["Cán bộ đơn vị"]}, "Cán bộ đơn vị"),
        ({"new-0-role": "editor"}, "Bắt buộc"),
    ],
    ids=["taken", "blank inside", "no name", "no password", "short", "like the name", "mail", "group", "half a row"],
)
def test_new_person__that_will_not_do_is_refused_with_words(
    cast: Cast, admin: Client, changes: dict[str, Any], reason: str
) -> None:
    before = User.objects.count()

    page = admin.post("/admin/people/new/", {**PERSON, **rows(), **changes})

    assert page.status_code == 200
    assert reason in page.content.decode()
    assert User.objects.count() == before


def test_new_person__is_never_a_superuser(cast: Cast, admin: Client) -> None:
    admin.post(
        "/admin/people/new/",
        {**PERSON, **rows(), "is_superuser": "on", "is_staff": "on", "groups": "1", "user_permissions": "1"},
    )

    person = User.objects.get(username="moi")
    assert not (person.is_superuser or person.is_staff)
    assert groups_of(person) == set()
    assert not person.user_permissions.exists()


def test_edit__changes_names_and_roles(cast: Cast, admin: Client) -> None:
    admin.post(edit_address(cast.chi_bo), edit_data(cast.chi_bo, full_name="Tên khác", roles=["Quản trị"]))

    cast.chi_bo.refresh_from_db()
    assert cast.chi_bo.full_name == "Tên khác"
    assert groups_of(cast.chi_bo) == {"Quản trị", REVIEW_STAFF}
    assert cast.chi_bo.check_password(PASSWORD)
    assert not cast.chi_bo.is_superuser


def test_deactivation__signs_out_and_takes_the_groups_but_keeps_the_history(cast: Cast, admin: Client) -> None:
    browser = Client()
    browser.force_login(cast.chi_bo)
    assert browser.get("/admin/").status_code == 200

    admin.post(edit_address(cast.chi_bo), edit_data(cast.chi_bo, is_active=""))

    assert browser.get("/admin/")["Location"].startswith("/accounts/login/")
    assert groups_of(cast.chi_bo) == set()
    assert cast.chi_bo.assignments.count() == 1

    cast.chi_bo.refresh_from_db()
    admin.post(edit_address(cast.chi_bo), edit_data(cast.chi_bo, is_active="on"))
    assert groups_of(cast.chi_bo) == {REVIEW_STAFF}


def test_forgotten_password__is_replaced_and_logged(cast: Cast, admin: Client) -> None:
    browser = Client()
    browser.force_login(cast.chi_bo)

    admin.post(edit_address(cast.chi_bo), edit_data(cast.chi_bo, password=NEW_PASSWORD))

    cast.chi_bo.refresh_from_db()
    assert cast.chi_bo.check_password(NEW_PASSWORD)
    assert browser.get("/admin/").status_code == 302
    line = ModelLogEntry.objects.get(action="accounts.set_password")
    assert (line.object_id, line.user) == (str(cast.chi_bo.pk), cast.quan_tri)
    history = admin.get(reverse("people:history", args=[cast.chi_bo.pk])).content.decode()
    assert "Người quản trị đặt lại mật khẩu" in history


def test_weak_new_password__is_refused(cast: Cast, admin: Client) -> None:
    admin.post(edit_address(cast.chi_bo), edit_data(cast.chi_bo, password="12345"))

    cast.chi_bo.refresh_from_db()
    assert cast.chi_bo.check_password(PASSWORD)


def test_superuser__does_not_exist_for_the_administrator(cast: Cast, admin: Client) -> None:
    for name in ("edit", "history", "history_results"):
        address = reverse(f"people:{name}", args=[cast.giam_sat.pk])
        assert admin.get(address).status_code == 404
        assert admin.post(address, edit_data(cast.giam_sat, password=NEW_PASSWORD)).status_code in {404, 405}
    cast.giam_sat.refresh_from_db()
    assert cast.giam_sat.check_password(PASSWORD)


def test_administrator__sees_no_dossier(cast: Cast, admin: Client) -> None:
    make_nomination(cast.units.cell, cast.chi_bo, name="Tên Riêng Tư")
    # Some of Wagtail's own views stumble over the walk's sample arguments.
    admin.raise_request_exception = False

    for address in addresses("/admin/"):
        if address not in {"/admin/failwhale/", "/admin/logout/"}:
            assert b"T\xc3\xaan Ri\xc3\xaang T\xc6\xb0" not in admin.get(address).getvalue(), address


def test_unit_choice__groups_by_district_and_leaves_out_closed_units(cast: Cast, admin: Client) -> None:
    closed = cast.units.khang_ninh
    type(closed).objects.filter(pk=closed.pk).update(valid_to=timezone.localdate())

    page = admin.get("/admin/people/new/").content.decode()

    assert '<optgroup label="Huyện ủy Chợ Đồn">' in page
    assert "X029 · Chi bộ thôn Nà Mẫu 15 (mẫu)" in page
    assert "C014 · " not in page


def test_menus_of_the_site__are_left_out_for_everybody_but_superusers(cast: Cast, client: Client) -> None:
    for who, shown in [("quan_tri", False), ("chi_bo", False), ("bien_tap", False), ("giam_sat", True)]:
        client.force_login(cast.everybody[who])
        page = client.get("/admin/").content.decode()
        assert ("/admin/reports/site-history/" in page) is shown, who
        assert ("https://docs.wagtail.org" in page or '"help"' in page) is shown, who
        assert ("/admin/users/" in page) is shown, who

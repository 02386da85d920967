"""One door, which counts wrong passwords and says in Vietnamese what is wrong."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.factories import PASSWORD, make_user

LOGIN = "/accounts/login/"
ADMIN = "/admin/"
WRONG = "sai-mat-khau-roi"


def sign_in(client: Client, username: str = "chi-bo", password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(LOGIN, {"login": username, "password": password, **extra})


def is_signed_in(client: Client) -> bool:
    return bool(client.get(ADMIN).status_code == 200)


def test_sign_in__with_the_right_password_leads_to_the_admin(cast: Cast, client: Client) -> None:
    response = sign_in(client)

    assert (response.status_code, response.url) == (302, ADMIN)
    assert is_signed_in(client)


@pytest.mark.parametrize("person", ["chi_bo", "huyen", "tinh", "tinh_bt", "quan_tri", "bien_tap", "giam_sat"])
def test_sign_in__works_for_every_part(cast: Cast, client: Client, person: str) -> None:
    sign_in(client, cast.everybody[person].username)

    assert is_signed_in(client)


def test_sign_in__goes_on_to_where_one_wanted_to_go(cast: Cast, client: Client) -> None:
    wanted = client.get("/admin/account/")
    assert wanted["Location"] == f"{LOGIN}?next=/admin/account/"

    assert sign_in(client, next="/admin/account/").url == "/admin/account/"


@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com",
        "javascript:alert(1)",
        "https:example.com",
        "\thttps://x",
    ],
)
def test_sign_in__never_leads_away(cast: Cast, client: Client, target: str) -> None:
    assert sign_in(client, next=target).url == ADMIN
    assert client.get(LOGIN, {"next": target})["Location"] == ADMIN
    assert client.post("/accounts/logout/", {"next": target})["Location"] == "/"


def test_wrong_password__is_refused_in_vietnamese(cast: Cast, client: Client) -> None:
    page = sign_in(client, password=WRONG).content.decode()

    assert "Tên đăng nhập hoặc mật khẩu không đúng." in page
    assert WRONG not in page
    assert 'value="chi-bo"' in page
    assert not is_signed_in(client)


def test_unknown_name__is_refused_with_the_same_words(cast: Cast, client: Client) -> None:
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in sign_in(client, "khong-co").content.decode()


def test_sixth_try__after_five_wrong_passwords_is_refused_even_if_right(cast: Cast, client: Client) -> None:
    for _try in range(5):
        sign_in(client, password=WRONG)

    page = sign_in(client).content.decode()

    assert "Sai mật khẩu quá nhiều lần." in page
    assert not is_signed_in(client)


def test_sixth_try__is_refused_however_name_and_host_are_written(cast: Cast, client: Client) -> None:
    for number, name in enumerate(["chi-bo", "CHI-BO", " chi-bo ", "Chi-Bo", "chi-BO"]):
        client.post(
            LOGIN,
            {"login": name, "password": WRONG},
            headers={"host": f"localhost:{8000 + number}", "x-forwarded-for": f"10.0.0.{number}"},
        )

    response = client.post(LOGIN, {"login": "chi-bo", "password": PASSWORD}, headers={"host": "localhost:9999"})

    assert "Sai mật khẩu quá nhiều lần." in response.content.decode()


def test_wrong_passwords__from_one_address_are_counted_over_all_names(cast: Cast, client: Client) -> None:
    for number in range(10):
        sign_in(client, f"ten-{number}", WRONG)

    sign_in(client)

    assert not is_signed_in(client)


def test_wrong_passwords__of_one_person_do_not_lock_another_out(cast: Cast) -> None:
    for _try in range(5):
        sign_in(Client(), password=WRONG)

    other = Client()
    sign_in(other, "huyen")

    assert is_signed_in(other)


def test_window__opens_again_after_five_minutes(cast: Cast, client: Client) -> None:
    start = datetime.datetime(2026, 6, 1, 8, tzinfo=datetime.UTC)
    with time_machine.travel(start, tick=False):
        for _try in range(5):
            sign_in(client, password=WRONG)
        sign_in(client)
        assert not is_signed_in(client)
    with time_machine.travel(start + datetime.timedelta(minutes=6), tick=False):
        sign_in(client)
        assert is_signed_in(client)


def test_too_many_requests__are_answered_with_a_page(cast: Cast, client: Client) -> None:
    for _try in range(30):
        client.post(LOGIN, {})

    response = client.post(LOGIN, {})

    assert response.status_code == 429
    assert "Quá nhiều yêu cầu" in response.content.decode()


def test_page__speaks_vietnamese_and_offers_nothing_else(db: None, client: Client) -> None:
    page = client.get(LOGIN).content.decode()

    assert "Đăng nhập" in page
    assert "Tên đăng nhập" in page
    assert "Mật khẩu" in page
    assert "noindex" in page
    for absent in ("remember", "signup", "sign-up", "password_reset", "placeholder"):
        assert absent not in page


def test_session__ends_with_the_browser(cast: Cast, client: Client) -> None:
    sign_in(client, remember="on")

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert client.session.get_expiry_age() <= 12 * 60 * 60


def test_signed_in_person__is_sent_on_from_the_sign_in_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.chi_bo)

    assert client.get(LOGIN)["Location"] == ADMIN


def test_person_without_assignment__reads_why_instead_of_going_in_circles(db: None, client: Client) -> None:
    make_user("ngoai", "Lê Thị Mẫu")

    response = client.post(LOGIN, {"login": "ngoai", "password": PASSWORD}, follow=True)

    page = response.content.decode()
    assert response.status_code == 403
    assert "Lê Thị Mẫu" in page
    assert "/accounts/logout/" in page
    assert len(response.redirect_chain) == 2


def test_person_without_assignment__meets_no_old_message_later(cast: Cast, client: Client) -> None:
    person = make_user("ngoai")
    client.force_login(person)
    client.get(ADMIN, follow=True)

    client.force_login(cast.chi_bo)

    assert list(client.get(ADMIN).context["messages"]) == []


def test_deactivated_person__is_out_at_the_next_request(cast: Cast, client: Client) -> None:
    sign_in(client)
    assert is_signed_in(client)

    cast.chi_bo.is_active = False
    cast.chi_bo.save()

    assert client.get(ADMIN)["Location"] == f"{LOGIN}?next={ADMIN}"


def test_deactivated_person__cannot_sign_in(cast: Cast, client: Client) -> None:
    cast.chi_bo.is_active = False
    cast.chi_bo.save()

    response = client.post(LOGIN, {"login": "chi-bo", "password": PASSWORD}, follow=True)

    assert "Tài khoản này đã ngừng hoạt động" in response.content.decode()
    assert not is_signed_in(client)


def test_signing_out__needs_a_post(cast: Cast, client: Client) -> None:
    client.force_login(cast.chi_bo)

    assert "Đăng xuất" in client.get("/accounts/logout/").content.decode()
    assert is_signed_in(client)

    assert client.post("/accounts/logout/")["Location"] == "/"
    assert not is_signed_in(client)


def test_signing_out__works_from_the_admin_menu(cast: Cast, client: Client) -> None:
    client.force_login(cast.chi_bo)

    assert client.post(reverse("wagtailadmin_logout"))["Location"] == "/"
    assert not is_signed_in(client)

"""People change their own password, and whoever knew the old one is out."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast
from tests.factories import PASSWORD, make_user

CHANGE = "/accounts/password/change/"
NEW = "suoi-reo-ban-puong-9"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> str:
    answers = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post(CHANGE, answers, follow=True).content.decode()


def test_page__is_linked_from_the_account_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.chi_bo)

    page = client.get("/admin/account/")

    assert page.status_code == 200
    assert f'href="{CHANGE}"' in page.content.decode()
    assert 'type="password"' not in page.content.decode()


def test_page__asks_in_vietnamese(cast: Cast, client: Client) -> None:
    client.force_login(cast.chi_bo)

    page = client.get(CHANGE).content.decode()

    for words in ("Đổi mật khẩu", "Mật khẩu cũ", "Mật khẩu mới"):
        assert words in page


def test_new_password__ends_all_other_sessions_and_keeps_this_one(cast: Cast, client: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(cast.chi_bo)
    client.force_login(cast.chi_bo)

    page = change(client)

    assert "Mật khẩu đã được đổi." in page
    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
    cast.chi_bo.refresh_from_db()
    assert cast.chi_bo.check_password(NEW)


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("sai-roi-nhe-1", NEW, NEW),
        (PASSWORD, NEW, NEW + "x"),
        (PASSWORD, "ngan", "ngan"),
        (PASSWORD, "202011301975", None),
    ],
    ids=["wrong old", "not the same", "too short", "digits only"],
)
def test_new_password__that_will_not_do_is_refused(
    cast: Cast, client: Client, old: str, new: str, again: str | None
) -> None:
    client.force_login(cast.chi_bo)

    assert 'class="errorlist"' in change(client, old, new, again)
    cast.chi_bo.refresh_from_db()
    assert cast.chi_bo.check_password(PASSWORD)


def test_guesses_of_the_old_password__are_limited(cast: Cast, client: Client) -> None:
    client.force_login(cast.chi_bo)
    for _try in range(5):
        change(client, old="sai-roi-nhe-1")

    change(client)

    cast.chi_bo.refresh_from_db()
    assert cast.chi_bo.check_password(PASSWORD)


def test_person_without_assignment__can_change_the_password_too(db: None, client: Client) -> None:
    person = make_user("ngoai")
    client.force_login(person)

    change(client)

    person.refresh_from_db()
    assert person.check_password(NEW)


def test_stranger__is_sent_to_sign_in(db: None, client: Client) -> None:
    assert client.get(CHANGE)["Location"] == f"/accounts/login/?next={CHANGE}"

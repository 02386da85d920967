"""There is one way in: every other address sends a stranger to the sign-in page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.users.models import UserProfile

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.media.photos import photo
from tests.walk import addresses

LOGIN = "/accounts/login/"
SHADOWED = "/admin/login/"
# What strangers may read: icons and words of the admin's scripts.
OPEN = {"/admin/sprite/", "/admin/jsi18n/"}
REFUSALS = {403, 404, 405}


@pytest.mark.parametrize(
    "address",
    [
        "/admin/login/",
        "/admin/password_reset/",
        "/admin/password_reset/done/",
        "/admin/password_reset/confirm/MQ/abc-123/",
        "/admin/password_reset/complete/",
    ],
)
def test_wagtails_own_door__is_shadowed(cast: Cast, client: Client, address: str) -> None:
    for response in (client.get(address), client.post(address, {"username": "chi-bo", "password": PASSWORD})):
        assert response.status_code == 302
        assert response["Location"] == LOGIN
    assert client.get("/admin/").status_code == 302


def test_wagtails_own_door__hands_the_wish_on(db: None, client: Client) -> None:
    assert client.get("/admin/login/?next=/admin/account/")["Location"] == f"{LOGIN}?next=/admin/account/"


@pytest.mark.walk
def test_every_address_of_the_admin__sends_a_stranger_to_sign_in(cast: Cast) -> None:
    """A password or a token lets nobody in here, by whatever address a later Wagtail adds."""
    credentials = {"username": "chi-bo", "login": "chi-bo", "password": PASSWORD}
    found = addresses("/admin/")
    wrong = []
    for address in found:
        client = Client(headers={"authorization": "Bearer x"})
        for response in (client.get(address), client.post(address, credentials)):
            sent_on = response.status_code == 302 and response["Location"].startswith((LOGIN, SHADOWED))
            out = address == "/admin/logout/" and response["Location"] == "/"
            if not (sent_on or out or response.status_code in REFUSALS or address in OPEN):
                wrong.append((address, response.status_code))
        assert "_auth_user_id" not in client.session
    assert wrong == []
    assert len(found) > 200


def test_addresses_of_accounts__are_these_and_no_others() -> None:
    assert addresses("/accounts/") == [
        "/accounts/inactive/",
        "/accounts/login/",
        "/accounts/logout/",
        "/accounts/password/change/",
    ]


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email", "account_set_password"])
def test_sign_up_and_reset__have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_account_page__offers_neither_password_nor_address(cast: Cast, client: Client) -> None:
    """A name, an address or a password posted at Wagtail's account page changes nothing."""
    client.force_login(cast.chi_bo)
    before = (cast.chi_bo.full_name, cast.chi_bo.email, cast.chi_bo.password)

    client.post(
        "/admin/account/",
        {
            "name_email-email": "x@example.com",
            "name_email-full_name": "Khác",
            "name_email-first_name": "Khác",
            "name_email-last_name": "Khác",
            "avatar-avatar": SimpleUploadedFile("anh.jpg", photo("jpg")),
            "password-old_password": PASSWORD,
            "password-new_password1": "suoi-reo-ban-puong-9",
            "password-new_password2": "suoi-reo-ban-puong-9",
        },
    )

    cast.chi_bo.refresh_from_db()
    assert (cast.chi_bo.full_name, cast.chi_bo.email, cast.chi_bo.password) == before
    assert not UserProfile.get_for_user(cast.chi_bo).avatar
    page = client.get("/admin/account/").content.decode()
    for absent in ("first_name", "last_name", "avatar-avatar", "time_zone"):
        assert absent not in page


def test_account_page__keeps_the_look_one_chose(cast: Cast, client: Client) -> None:
    client.force_login(cast.chi_bo)

    response = client.post(
        "/admin/account/",
        {
            "theme-theme": "dark",
            "theme-contrast": "system",
            "theme-density": "default",
            "locale-preferred_language": "en",
        },
    )

    assert response.status_code == 302
    profile = UserProfile.get_for_user(cast.chi_bo)
    profile.refresh_from_db()
    assert (profile.theme, profile.preferred_language) == ("dark", "en")

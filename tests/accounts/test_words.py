"""Wagtail's own words, on the screens of the people who work here."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from portal.wagtail_words import WORDS
from tests.cast import Cast


@pytest.mark.parametrize("word", WORDS)
def test_word__has_a_vietnamese_one_with_the_same_blanks(word: str) -> None:
    with translation.override("vi"):
        said = translation.gettext(word)

    assert said != word
    assert said.count("%(") == word.count("%(")
    assert said.count("<") == word.count("<")


def test_screens__speak_vietnamese(cast: Cast, client: Client) -> None:
    client.force_login(cast.quan_tri)

    page = client.get("/admin/units/").content.decode()

    assert "Tìm kiếm…" in page
    assert "Trang 1 trên 1" in page
    assert "Search…" not in page

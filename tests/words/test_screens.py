"""No screen of the admin says an English word to anybody of the cast.

The people go where the links lead, so a screen that comes later is looked at as well.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured

from tests.cast import Cast
from tests.words.lexicon import betraying, english
from tests.words.scene import set_scene
from tests.words.screen import Screen
from tests.words.walker import Walker

# People with their own menu; the others see what one of these sees.
PEOPLE = ("chi_bo", "huyen", "tinh", "tinh_bt", "quan_tri", "bien_tap")


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_lexicon__knows_english_from_vietnamese() -> None:
    assert len(english()) > 1000
    assert betraying("Search all pages") == ["search", "all", "pages"]
    assert betraying("Tìm kiếm mọi trang của Nông Văn Ứng (mẫu)") == []


def test_screen__says_its_text_its_labels_and_what_scripts_are_given() -> None:
    page = """<p title="one">two<script>three</script><input type=submit value=four><input value=five>
        <script type="application/json">{"label": "six", "name": "seven"}</script><b data-x='{"text": "eight"}'>"""
    assert [text.strip() for text in Screen(page).said if text.strip()] == ["one", "two", "four", "six", "eight"]


@pytest.mark.walk
@pytest.mark.parametrize("name", PEOPLE)
def test_screens__speak_vietnamese(cast: Cast, name: str) -> None:
    starts = set_scene(cast)
    walker = Walker(cast.everybody[name])

    walker.walk(*starts)
    walker.send_empty_forms()

    assert configured.LANGUAGE_CODE == "vi"
    assert len(walker.visited) > 30
    assert walker.heard == {}

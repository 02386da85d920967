"""Words that betray an English text: what Wagtail and Django say in English and nobody says in Vietnamese."""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
OURS = (ROOT / "portal" / "locale", ROOT / "portal" / "wagtail_locale")
UPSTREAM = ("wagtail", "django", "allauth", "taggit", "django_filters")
BLANK = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]|&\w+;|<[^>]*>")
# Names of settings, commands and addresses, which a Vietnamese text quotes as they are.
QUOTED = re.compile(r"`[^`]*`|“[\w.-]*”|\w+://\S+|--\w+|\b[A-Z_]{3,}\b")
WORD = re.compile(r"[^\W\d_]{3,}")
# Names that stay as they are, and Vietnamese words written like an English one.
KNOWN = {"ctrl", "alt", "xlsx", "csv", "json", "url", "http", "byte", "slug", "english"}


@cache
def english() -> frozenset[str]:
    """Every lower-case word of the English catalogues that no Vietnamese text of ours uses."""
    packages = Path(sysconfig.get_path("purelib"))
    sources = [path for name in UPSTREAM for path in (packages / name).glob("**/locale/en/LC_MESSAGES/*.po")]
    assert len(sources) > len(UPSTREAM)
    said = {word for path in sources for text in _texts(path, translated=False) for word in words(text)}
    ours = [path for folder in OURS for path in (folder / "vi" / "LC_MESSAGES").glob("*.po")]
    used = {word for path in ours for text in _texts(path, translated=True) for word in words(QUOTED.sub(" ", text))}
    return frozenset(said - used - KNOWN)


def words(text: str) -> list[str]:
    """The words of a text, without its blanks and its markup."""
    return [word.lower() for word in WORD.findall(BLANK.sub(" ", text))]


def betraying(text: str) -> list[str]:
    """The English words in a text."""
    return [word for word in words(text) if word in english()]


def _texts(path: Path, *, translated: bool) -> Iterator[str]:
    with path.open("rb") as file:
        for message in read_po(file):
            text = message.string if translated else message.id
            if message.id:
                yield from [text] if isinstance(text, str) else text or ()

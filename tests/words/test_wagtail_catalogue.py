"""Whatever Wagtail and Django can say is there in Vietnamese: in theirs, or in the catalogue we keep for them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.apps import apps
from django.test import Client

OURS = Path(__file__).resolve().parents[2] / "portal" / "wagtail_locale" / "vi" / "LC_MESSAGES"
# allauth has pages we do not use; those we use are listened to in `test_screens`.
SPEAKERS = ("wagtail", "taggit", "django.contrib")
DOMAINS = ("django", "djangojs")
Key = tuple[str | None, str]


def folders() -> list[Path]:
    """The catalogues of the installed apps, and Django's own."""
    installed = [Path(app.path) for app in apps.get_app_configs() if app.name.startswith(SPEAKERS)]
    return [path / "locale" for path in (*installed, Path(django.__file__).parent / "conf")]


def read(path: Path) -> Catalog:
    """A catalogue; none has nothing to say."""
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)


def forms(message: Message) -> list[str]:
    """The translation, once or once for each plural."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def keys(catalogue: Catalog, *, translated: bool = False) -> Iterator[Key]:
    """What a catalogue has, or has a translation for."""
    for message in catalogue:
        if message.id and (not translated or (all(forms(message)) and not message.fuzzy)):
            yield message.context, message.id if isinstance(message.id, str) else message.id[0]


def asked(domain: str) -> set[Key]:
    """Everything they can say."""
    return {key for folder in folders() for key in keys(read(folder / "en" / "LC_MESSAGES" / f"{domain}.po"))}


def theirs(domain: str) -> set[Key]:
    """What they say in Vietnamese themselves."""
    files = [folder / "vi" / "LC_MESSAGES" / f"{domain}.po" for folder in folders()]
    return {key for path in files for key in keys(read(path), translated=True)}


@pytest.mark.parametrize("domain", DOMAINS)
def test_catalogue__leaves_nothing_in_english(domain: str) -> None:
    missing = asked(domain) - theirs(domain) - set(keys(read(OURS / f"{domain}.po"), translated=True))
    assert asked(domain)
    assert sorted(text for _context, text in missing) == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_catalogue__keeps_no_word_that_nobody_says(domain: str) -> None:
    stale = set(keys(read(OURS / f"{domain}.po"))) - asked(domain)
    assert sorted(text for _context, text in stale) == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_catalogue__keeps_the_markup_and_the_spaces_at_the_ends(domain: str) -> None:
    wrong = []
    for message in read(OURS / f"{domain}.po"):
        source = message.id if isinstance(message.id, str) else message.id[-1]
        said = forms(message)[0]
        if message.id and (tags(source) != tags(said) or ends(source) != ends(said)):
            wrong.append(source)
    assert wrong == []


def tags(text: str) -> list[str]:
    """The tags in a text; translations may put them in another order."""
    return sorted(re.findall(r"</?\w+[^>]*>", text))


def ends(text: str) -> tuple[bool, bool]:
    """Whether spaces stand around a text."""
    return text != text.lstrip(), text != text.rstrip()


def test_scripts__are_given_vietnamese_words(client: Client) -> None:
    """Django reads `LOCALE_PATHS` for a `JavaScriptCatalog` of any package."""
    script = client.get("/admin/jsi18n/").content.decode()
    found = re.search(r"const newcatalog = (\{.*?\});", script, re.DOTALL)
    assert found
    given = json.loads(found.group(1))
    said = [text for _context, text in asked("djangojs") if not given.get(text)]
    assert said == []
    assert given["Collapse all"] == "Thu gọn tất cả"

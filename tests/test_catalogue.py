"""Our own catalogues: every string of the code is in them, in Vietnamese, with its placeholders, and compiled.

One holds the words of this code, two hold those Wagtail leaves in English, its
JavaScript's among them; what must be in these two, `tests/words/` says.
"""

from __future__ import annotations

import gettext
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "portal" / "locale" / "vi" / "LC_MESSAGES" / "django.po"
WAGTAILS = ROOT / "portal" / "wagtail_locale" / "vi" / "LC_MESSAGES"
EVERY_CATALOGUE = (CATALOGUE, WAGTAILS / "django.po", WAGTAILS / "djangojs.po")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|%%|%[sd]")
POSITIONAL = re.compile(r"(?<!%)%[sd]")
PACKAGES = ("honors", "workflows", "portal", "templates")


@pytest.fixture(scope="module", params=EVERY_CATALOGUE, ids=("ours", "wagtail", "wagtail-js"))
def written(request: pytest.FixtureRequest) -> Path:
    """Each Vietnamese catalogue in its turn."""
    return Path(request.param)


@pytest.fixture(scope="module")
def catalogue(written: Path) -> Catalog:
    """A Vietnamese catalogue as it is written."""
    return _read(written)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="vi")


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _translated(catalogue: Catalog) -> list[Message]:
    """Those with a translation; the others are one test's business."""
    return [message for message in _messages(catalogue) if all(_forms(message.string))]


def _forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text or ""] if isinstance(text, str | None) else list(text)


def _placeholders(text: str) -> set[str]:
    return {found.group(0) for found in PLACEHOLDER.finditer(text)} - {"%%"}


def test_catalogue__every_string_is_in_vietnamese(catalogue: Catalog) -> None:
    assert _messages(catalogue)
    missing = [_forms(message.id)[0] for message in _messages(catalogue) if not all(_forms(message.string))]
    assert missing == []


def test_catalogue__nothing_in_it_is_a_guess(catalogue: Catalog) -> None:
    assert [_forms(message.id)[0] for message in _messages(catalogue) if message.fuzzy] == []


def test_catalogue__translations_have_the_placeholders_of_their_source(catalogue: Catalog) -> None:
    """Vietnamese has one plural form: it carries what the English plural carries."""
    wrong = []
    for message in _translated(catalogue):
        expected = _placeholders(_forms(message.id)[-1])
        wrong += [text for text in _forms(message.string) if _placeholders(text) != expected]
    assert wrong == []


def test_catalogue__placeholders_are_named() -> None:
    """In what we write; Django still says `%s` and `%d` here and there."""
    ours = _messages(_read(CATALOGUE))
    assert [_forms(message.id)[0] for message in ours if POSITIONAL.search(_forms(message.id)[0])] == []


def test_catalogue__keeps_the_line_breaks_around_a_text(catalogue: Catalog) -> None:
    wrong = []
    for message in _translated(catalogue):
        source = _forms(message.id)[0]
        for text in _forms(message.string):
            if (source.startswith("\n"), source.endswith("\n")) != (text.startswith("\n"), text.endswith("\n")):
                wrong.append(source)
    assert wrong == []


def test_catalogue__the_compiled_file_says_the_same(written: Path, catalogue: Catalog) -> None:
    """Read by Python's gettext as Django reads it."""
    with written.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = []
    for message in _translated(catalogue):
        forms = _forms(message.id)
        source, plural = forms[0], forms[-1]
        if len(forms) > 1 and message.context:
            said = compiled.npgettext(message.context, source, plural, 2)
        elif len(forms) > 1:
            said = compiled.ngettext(source, plural, 2)
        else:
            said = compiled.pgettext(message.context, source) if message.context else compiled.gettext(source)
        if said != _forms(message.string)[0]:
            stale.append(source)
    assert stale == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs gettext: apt install gettext")
def test_catalogue__no_string_of_the_code_is_missing(tmp_path: Path) -> None:
    """Extract anew in a copy, since `makemessages` writes where it reads."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "static", "*.html.py")
        )
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "vi", "--keep-pot", "--no-location", "--no-wrap"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        env={**_plain_environ(), "DJANGO_SETTINGS_MODULE": "extraction", "PYTHONPATH": str(_extraction(tmp_path))},
    )
    template = (tmp_path / "portal" / "locale" / "django.pot").read_text(encoding="utf-8")
    # gettext leaves the plural rule of a template open, and Babel insists on a number.
    extracted = read_po(io.StringIO(template.replace("nplurals=INTEGER; plural=EXPRESSION", "nplurals=1; plural=0")))
    known = {(message.context, _forms(message.id)[0]) for message in _messages(_read(CATALOGUE))}
    asked = {(message.context, _forms(message.id)[0]) for message in _messages(extracted)}
    assert sorted(text for _context, text in asked - known) == []
    assert sorted(text for _context, text in known - asked) == []


def _extraction(folder: Path) -> Path:
    """Settings that name the copy's catalogue and nothing else."""
    place = folder / "settings"
    place.mkdir()
    (place / "extraction.py").write_text(f"LOCALE_PATHS = [{str(folder / 'portal' / 'locale')!r}]\nUSE_I18N = True\n")
    return place


def _plain_environ() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}

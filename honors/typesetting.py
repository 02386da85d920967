"""Papers and pictures: a template of typst and facts as data become a tagged PDF or a PNG.

Facts reach the template as JSON in `sys.inputs.data`, never as source, so
that nothing a person typed can be markup or code.  The fonts are those the
typesetter brings along: the same paper on every machine, Vietnamese included.

It works in a process of its own, because it keeps what it set lately (a
hundred megabytes for a thousand rows) and a fault in it ends its process:
neither may happen to a server's worker.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Latin letters with every Vietnamese mark, punctuation, small figures, currency, arrows and simple shapes.  The
# typesetter refuses a sign its fonts lack, and breaks on some rare scripts: what is outside becomes a blank box.
_UNPRINTABLE = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u036f\u1e00-\u1eff\u2010-\u2027\u2030-\u2040\u2070-\u209c\u20a0-\u20bf\u2116\u2122"
    "\u2150\u2151\u2153-\u215f\u2190-\u21ff\u2212\u2248\u2264\u2265\u25a0-\u25cf]"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_BLANK_BOX = "\u25a1"
# Seconds; a thousand rows take one.
PATIENCE = 60


class TypesettingError(Exception):
    """A paper could not be set: the template and its data do not fit together; the message says where."""


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of `templates/paper/<template>` over `data`.

    The template reads `json(bytes(sys.inputs.data))`; dates arrive as ISO
    text, lazy words translated.  It may read files of its own folder and
    nothing else.  No query; 0.1 s and another second for a thousand table
    rows.  Raises TypesettingError.
    """
    return _ordered(template, data, picture=False)


def draw(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the first page of a template as PNG, a pixel for each of its points; as `typeset` otherwise.

    0.4 s of processor time at low priority.
    """
    return _ordered(template, data, picture=True)


def _ordered(template: str, data: Mapping[str, Any], *, picture: bool) -> bytes:
    folder = paper_folder()
    facts = json.dumps(printable(data), cls=DjangoJSONEncoder, ensure_ascii=False)
    order = {"source": str(folder / template), "root": str(folder), "data": facts, "picture": picture}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "honors.typesetter"],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=PATIENCE,
            cwd=settings.BASE_DIR,
        )
    except subprocess.TimeoutExpired as error:
        raise TypesettingError(f"{template}: not set within {PATIENCE} seconds") from error
    if done.returncode:
        raise TypesettingError(f"{template}: {done.stderr.decode(errors='replace')}")
    return done.stdout


def paper_folder() -> Path:
    """The folder of paper templates, the only one they may read."""
    folder: Path = settings.BASE_DIR / "templates" / "paper"
    return folder


def printable(value: Any) -> Any:
    """Return data with every text in it composed and free of signs the fonts do not have (each a blank box)."""
    if isinstance(value, str):
        composed = _INVISIBLE.sub("", unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\t", " ")))
        return _UNPRINTABLE.sub(_BLANK_BOX, composed)
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item) for item in value]
    return value

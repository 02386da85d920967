"""The typesetter in a process of its own: an order on stdin, a PDF or a picture on stdout, a diagnosis on stderr.

Run by `honors.typesetting`; loads nothing of the portal.
"""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any

import typst
from PIL import Image

# The structure a screen reader needs and what an archive keeps for good (PDF/UA-1, PDF/A-2a), or no PDF at all.
_PDF = {"pdf_standards": ["ua-1", "a-2a"]}
# A point of the template is a pixel.
_PICTURE = {"format": "png", "ppi": 72}
_COLOURS = 128
# Pictures are for visitors: whatever else the machine does comes first.
_POLITENESS = 5


def main() -> None:
    """Set one paper or draw one picture; exit with the diagnosis where it cannot be done."""
    order = json.load(sys.stdin.buffer)
    is_picture = order.get("picture", False)
    if is_picture:
        os.nice(_POLITENESS)
    form: dict[str, Any] = _PICTURE if is_picture else _PDF
    try:
        paper = typst.compile(
            order["source"], root=order["root"], sys_inputs={"data": order["data"]}, ignore_system_fonts=True, **form
        )
    except RuntimeError as error:
        sys.exit(getattr(error, "diagnostic", "") or str(error))
    sys.stdout.buffer.write(_light(paper) if is_picture else paper)


def _light(picture: bytes) -> bytes:
    """The picture in the few colours it has, a third of the bytes; no metadata."""
    file = io.BytesIO()
    drawn = Image.open(io.BytesIO(picture)).convert("RGB")
    drawn.quantize(_COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    main()

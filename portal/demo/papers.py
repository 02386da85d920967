"""Evidence files: small, real, and about nobody."""

from __future__ import annotations

import functools
import io
import random

from PIL import Image, ImageDraw

_PAPER = (250, 245, 234)
_INK = (36, 27, 22)
_SEAL = (155, 27, 30)


@functools.cache
def pdf_paper(title: str) -> bytes:
    """Return a one-page PDF; its built-in font knows no Vietnamese marks, so the title comes without them."""
    lines = [title.upper(), "(ban mau - khong phai van ban that)", "", "1. Nguoi duoc de nghi: xem ho so.",
             "2. Viec lam va ket qua: xem ho so.", "3. Xac nhan cua don vi: (mau)"]  # fmt: skip
    shown = " ".join(f"({line}) Tj T*" for line in _escaped(lines))
    stream = f"BT /F1 13 Tf 72 770 Td 20 TL {shown} ET".encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return _assembled(objects)


@functools.cache
def scanned_paper(number: int) -> bytes:
    """Return a JPEG that looks like a page of handwriting with a seal."""
    rng = random.Random(number)  # noqa: S311  # a drawing
    image = Image.new("RGB", (620, 877), _PAPER)
    draw = ImageDraw.Draw(image)
    for row in range(26):
        top = 90 + row * 26
        points = [(70 + step * 6, top + rng.randint(-4, 4)) for step in range(rng.randint(45, 78))]
        draw.line(points, fill=_INK, width=2)
    draw.ellipse((400, 740, 500, 840), outline=_SEAL, width=4)
    draw.ellipse((415, 755, 485, 825), outline=_SEAL, width=2)
    stored = io.BytesIO()
    image.save(stored, "JPEG", quality=45)
    return stored.getvalue()


def _escaped(lines: list[str]) -> list[str]:
    return [line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in lines]


def _assembled(objects: list[bytes]) -> bytes:
    """Put the objects of a PDF together with the table of where each begins."""
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(body),
    )

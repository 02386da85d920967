"""Photos as phones write them: position, owner, a comment, lying on their side."""

from __future__ import annotations

from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

OWNER = b"Nong-Van-Ung-cua-may"
COMMENT = b"ghi-chu-rieng-tu"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>' + OWNER + b"</rdf:RDF></x:xmpmeta>"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# What must not be found in any byte that leaves the portal.
TRACES = [OWNER, COMMENT, b"Exif\x00\x00", b"eXIf", b"xmpmeta", b"MaySo-9"]
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "heic": "HEIF"}
ROTATED = 6
pillow_heif.register_heif_opener()


def exif(orientation: int = ROTATED) -> Image.Exif:
    """Owner, camera and a place in Bắc Kạn."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x0110] = "MaySo-9"
    data[0x013B] = OWNER.decode()
    gps = data.get_ifd(0x8825)
    gps.update({1: "N", 2: (22.0, 9.0, 0.0), 3: "E", 4: (105.0, 50.0, 0.0)})
    return data


def drawing(size: tuple[int, int] = (40, 20)) -> Image.Image:
    """A red picture whose left quarter is blue, so that turning it shows."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (0, 0, size[0] // 4, size[1]))
    return image


def photo(extension: str, *, orientation: int = ROTATED) -> bytes:
    """A picture of a format, with everything a phone may write into it."""
    out = BytesIO()
    image = drawing()
    if extension == "png":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", COMMENT.decode())
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        image.save(out, "PNG", exif=exif(orientation), pnginfo=text, icc_profile=PROFILE)
    elif extension == "gif":
        image.save(out, "GIF", comment=COMMENT)
    elif extension == "jpg":
        image.save(out, "JPEG", exif=exif(orientation), comment=COMMENT, xmp=XMP, icc_profile=PROFILE)
    else:
        image.save(out, FORMATS[extension], exif=exif(orientation), xmp=XMP, icc_profile=PROFILE)
    return out.getvalue()


def animation(extension: str) -> bytes:
    """Three frames and a comment."""
    out = BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    extra = {"comment": COMMENT} if extension == "gif" else {"exif": exif(1)}
    frames[0].save(out, FORMATS[extension], save_all=True, append_images=frames[1:], duration=80, loop=0, **extra)
    return out.getvalue()


def assert_clean(content: bytes) -> None:
    """Nothing personal in the bytes, however they are read."""
    assert [trace for trace in TRACES if trace in content] == []
    with Image.open(BytesIO(content)) as image:
        assert dict(image.getexif()) == {}
        assert not image.getexif().get_ifd(0x8825)
        assert not {"exif", "xmp", "comment", "photoshop"} & {key for key, value in image.info.items() if value}

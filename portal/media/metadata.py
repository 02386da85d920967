"""Removing what a camera writes into a picture.

Phones write position, time, owner and camera into a picture, and every copy
made from it may carry them on.  A picture is therefore decoded, turned the
right way up, and written again with its colour profile alone.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError
from pillow_heif import HeifImagePlugin  # noqa: F401  # lets Pillow read and write HEIC

if TYPE_CHECKING:
    from django.core.files import File

# What a decoder finds beside the pixels and an encoder needs again.
KEPT = frozenset({"icc_profile", "transparency"})
# Format read → format written, with what its encoder is told.
WRITERS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": ("JPEG", {"quality": "keep", "subsampling": "keep"}),
    "MPO": ("JPEG", {"quality": 92}),
    "PNG": ("PNG", {}),
    "WEBP": ("WEBP", {"quality": 90}),
    "GIF": ("GIF", {}),
    "HEIF": ("HEIF", {"quality": 90}),
}
# A JPEG that turns out to hold several pictures is read as MPO, by JPEG's own door.
READERS = [name for name in WRITERS if name != "MPO"]
ANIMATED = frozenset({"GIF", "WEBP"})


class CleanPicture(ContentFile[bytes]):
    """The bytes of a picture that carries nothing but its pixels and their colour profile."""


def without_metadata(file: File[Any]) -> CleanPicture:
    """Return the picture turned upright and without EXIF, XMP, position, comments and previews.

    Raises ValidationError for a file that is no picture of a known format, is
    damaged, or has more pixels than the portal takes.  Decodes and encodes
    the picture once: about 0.2 s for 12 megapixels.
    """
    if isinstance(file, CleanPicture):
        return file
    file.seek(0)
    source = BytesIO(file.read())
    try:
        with Image.open(source, formats=READERS) as image:
            _check_pixels(image)
            content = _written(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise ValidationError(_("This file is not a picture, or it is damaged.")) from error
    return CleanPicture(content, name=file.name)


def _check_pixels(image: Image.Image) -> None:
    pixels = image.width * image.height * (_frame_count(image) if image.format in ANIMATED else 1)
    if pixels > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise _too_large()


def _too_large() -> ValidationError:
    limit = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    return ValidationError(_("This picture has more than %(limit)s million pixels.") % {"limit": limit})


def _frame_count(image: Image.Image) -> int:
    return int(getattr(image, "n_frames", 1))


def _written(image: Image.Image) -> bytes:
    target, options = WRITERS[image.format or ""]
    out = BytesIO()
    if image.format in ANIMATED and _frame_count(image) > 1:
        _write_frames(image, target, options, out)
    else:
        ImageOps.exif_transpose(image, in_place=True)
        _forget(image)
        image.save(out, format=target, **options, **_profile(image))
    return out.getvalue()


def _write_frames(image: Image.Image, target: str, options: dict[str, Any], out: BytesIO) -> None:
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        copy = frame.copy()
        durations.append(frame.info.get("duration", 100))
        _forget(copy)
        frames.append(copy)
    loop = {"loop": image.info["loop"]} if "loop" in image.info else {}
    disposal = {"disposal": 2} if target == "GIF" else {}
    frames[0].save(
        out,
        format=target,
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        **loop,
        **disposal,
        **options,
        **_profile(image),
    )


def _profile(image: Image.Image) -> dict[str, Any]:
    """The colour profile as an option: not every encoder looks for it by itself."""
    return {"icc_profile": image.info["icc_profile"]} if "icc_profile" in image.info else {}


def _forget(image: Image.Image) -> None:
    """Drop everything a decoder found, so that no encoder can find it again."""
    image.load()
    image.info = {key: value for key, value in image.info.items() if key in KEPT}
    image.getexif().clear()

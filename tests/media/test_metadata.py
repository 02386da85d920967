"""Pictures lose what a camera wrote into them, and nothing else."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from portal.media.metadata import without_metadata
from tests.media.photos import FORMATS, PROFILE, TRACES, animation, assert_clean, drawing, exif, photo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def cleaned(content: bytes, name: str = "anh.jpg") -> Image.Image:
    file = without_metadata(ContentFile(content, name=name))
    assert file.name == name
    result = file.read()
    assert_clean(result)
    return Image.open(BytesIO(result))


@pytest.mark.parametrize("extension", FORMATS)
def test_photo__carries_traces_before(extension: str) -> None:
    """The test photos are what they claim to be."""
    assert any(trace in photo(extension) for trace in TRACES)


@pytest.mark.parametrize("extension", FORMATS)
def test_picture__loses_everything_but_pixels(extension: str) -> None:
    assert cleaned(photo(extension), f"anh.{extension}").format == FORMATS[extension]


@pytest.mark.parametrize("extension", ["jpg", "png", "webp"])
def test_picture__is_turned_upright_first(extension: str) -> None:
    upright = cleaned(photo(extension))

    assert upright.size == (20, 40)
    pixel = upright.convert("RGB").getpixel((10, 2))
    assert isinstance(pixel, tuple)
    red, _green, blue = pixel
    assert blue > red


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "heic"])
def test_picture__keeps_its_colour_profile(extension: str) -> None:
    assert cleaned(photo(extension)).info["icc_profile"] == PROFILE


@pytest.mark.parametrize("extension", ["gif", "webp"])
def test_animation__keeps_its_frames(extension: str) -> None:
    result = cleaned(animation(extension))

    assert getattr(result, "n_frames", 1) == 3
    result.seek(1)
    result.load()
    assert result.info["duration"] == 80


def test_picture__keeps_transparency() -> None:
    out = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")

    assert cleaned(out.getvalue()).getpixel((0, 0)) == (0, 0, 0, 0)


def test_jpeg__written_by_a_phone_with_two_pictures_becomes_one() -> None:
    """An MPO file holds a second picture, with metadata of its own."""
    out = BytesIO()
    second = drawing()
    second.encoderinfo = {"exif": exif(1)}
    drawing().save(out, "MPO", save_all=True, append_images=[second], exif=exif(1))
    assert Image.open(BytesIO(out.getvalue())).format == "MPO"

    result = cleaned(out.getvalue())

    assert (result.format, getattr(result, "n_frames", 1)) == ("JPEG", 1)


def test_picture__is_written_once_only() -> None:
    once = without_metadata(ContentFile(photo("jpg"), name="anh.jpg"))

    assert without_metadata(once) is once


@pytest.mark.parametrize(
    "content",
    [b"", b"not a picture", SVG, photo("jpg")[:400], photo("png")[:-30]],
    ids=["empty", "text", "svg", "cut jpeg", "cut png"],
)
def test_file__that_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        without_metadata(ContentFile(content, name="anh.jpg"))


@pytest.mark.parametrize("extension", FORMATS)
def test_picture__with_too_many_pixels_is_refused_before_it_is_decoded(settings, extension: str) -> None:  # type: ignore[no-untyped-def]  # a pytest-django fixture
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40 * 20 - 1

    with pytest.raises(ValidationError):
        without_metadata(ContentFile(photo(extension), name=f"anh.{extension}"))


def test_bomb__is_refused() -> None:
    """A small file that would unpack to 400 million pixels."""
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000

    with pytest.raises(ValidationError):
        without_metadata(ContentFile(out.getvalue(), name="bom.png"))


def test_animation__of_many_frames_counts_every_frame(settings) -> None:  # type: ignore[no-untyped-def]  # a pytest-django fixture
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 20 * 20 * 2

    with pytest.raises(ValidationError):
        without_metadata(ContentFile(animation("gif"), name="anh.gif"))

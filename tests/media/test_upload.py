"""Whatever way a picture comes in, the public bytes carry nothing of the phone that took it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, UploadedFile

from portal.media.models import PortalImage
from tests.cast import Cast
from tests.media.photos import FORMATS, assert_clean, photo


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def assert_stored_clean(image: PortalImage) -> None:
    """The row says what the stored bytes are; nothing stored carries a trace."""
    content = Path(image.file.path).read_bytes()
    assert (image.width, image.height) == (image.file.width, image.file.height)
    assert image.file_size == len(content)
    assert image.file_hash == hashlib.sha1(content, usedforsecurity=False).hexdigest()
    rendition = image.get_rendition("max-10x10|format-jpeg")
    assert rendition.url
    for path in stored_files():
        assert_clean(path.read_bytes())


@pytest.fixture
def editor(cast: Cast, client: Client) -> Client:
    client.force_login(cast.bien_tap)
    return client


@pytest.mark.parametrize("extension", FORMATS)
def test_public_address__after_an_upload_serves_clean_bytes(editor: Client, extension: str) -> None:
    response = editor.post(
        reverse("wagtailimages:add_multiple"), {"files[]": upload(f"anh.{extension}", photo(extension)), "title": "Ảnh"}
    )

    assert response.json()["success"] is True
    image = PortalImage.objects.get()
    assert_stored_clean(image)
    for file in (image.file, image.get_rendition("width-20|format-jpeg").file):
        assert_clean(editor.get(file.url).content)


def test_single_upload__stores_clean_bytes(editor: Client) -> None:
    root = Collection.get_first_root_node()

    editor.post(
        reverse("wagtailimages:add"),
        {"title": "Ảnh", "collection": root.pk, "file": upload("anh.jpg", photo("jpg"))},
    )

    assert_stored_clean(PortalImage.objects.get())


def test_chooser_upload__stores_clean_bytes(editor: Client) -> None:
    editor.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "Ảnh",
            "image-chooser-upload-file": upload("anh.jpg", photo("jpg")),
        },
    )

    assert_stored_clean(PortalImage.objects.get())


def test_upload__that_waits_for_a_title_is_clean_while_it_waits_and_after(editor: Client) -> None:
    """Wagtail puts such a file aside under the public media address."""
    response = editor.post(
        reverse("wagtailimages:add_multiple"), {"files[]": upload("anh.jpg", photo("jpg")), "title": "x" * 300}
    )
    assert not PortalImage.objects.exists()
    waiting = UploadedFile.objects.get()
    assert len(stored_files()) == 1
    assert_clean(stored_files()[0].read_bytes())

    prefix = f"uploaded-image-{waiting.pk}"
    editor.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[response.json()["uploaded_file_id"]]),
        {f"{prefix}-title": "Ảnh", f"{prefix}-collection": Collection.get_first_root_node().pk},
    )

    assert_stored_clean(PortalImage.objects.get())


def test_new_file__for_an_old_picture_is_clean(editor: Client, cast: Cast) -> None:
    image = PortalImage.objects.create(
        title="Ảnh", file=ContentFile(photo("png"), name="anh.png"), uploaded_by_user=cast.bien_tap
    )
    editor.force_login(cast.giam_sat)

    editor.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {"title": "Ảnh", "collection": image.collection_id, "file": upload("khac.jpg", photo("jpg"))},
    )

    image = PortalImage.objects.get()
    assert image.file.name.endswith(".jpg")
    assert_stored_clean(image)


@pytest.mark.parametrize("extension", FORMATS)
def test_model_save__stores_clean_bytes(db: None, extension: str) -> None:
    """Imports and demo data do not pass through a form."""
    image = PortalImage(title="Ảnh", file=ContentFile(photo(extension), name=f"anh.{extension}"))
    image.save()

    assert_stored_clean(PortalImage.objects.get(pk=image.pk))
    assert_stored_clean(image)


def test_file_save__on_its_own_stores_clean_bytes(db: None) -> None:
    image = PortalImage(title="Ảnh")
    image.file.save("anh.jpg", ContentFile(photo("jpg")), save=True)

    assert_clean(Path(image.file.path).read_bytes())
    assert (image.width, image.height) == (20, 40)


def test_model_save__again_leaves_the_stored_file_alone(db: None) -> None:
    image = PortalImage.objects.create(title="Ảnh", file=ContentFile(photo("jpg"), name="anh.jpg"))
    before = (image.file.name, image.file_hash)

    image = PortalImage.objects.get()
    image.title = "Tên khác"
    image.save()

    image.refresh_from_db()
    assert (image.file.name, image.file_hash) == before
    assert len(stored_files()) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("anh.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("anh.png", photo("jpg")),
        ("anh.jpg", photo("jpg")[:400]),
        ("anh.bmp", b"BM"),
        ("anh.jpg", b""),
    ],
    ids=["svg", "svg named png", "jpeg named png", "cut jpeg", "bmp", "empty"],
)
def test_upload__of_what_is_no_picture_is_refused_with_words(editor: Client, name: str, content: bytes) -> None:
    response = editor.post(reverse("wagtailimages:add_multiple"), {"files[]": upload(name, content), "title": "Ảnh"})

    assert response.status_code == 200
    assert response.json()["success"] is False
    assert response.json()["error_message"]
    assert stored_files() == []


def test_upload__of_too_many_pixels_is_refused(editor: Client, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100

    response = editor.post(
        reverse("wagtailimages:add_multiple"), {"files[]": upload("anh.jpg", photo("jpg")), "title": "Ảnh"}
    )

    assert response.json()["success"] is False
    assert stored_files() == []

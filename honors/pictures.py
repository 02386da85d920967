"""Pictures as public pages show them: who may be seen, and renditions read together instead of one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images import get_image_model

from honors.profile import Photo, Portrait

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honors.models import HonoreePage


def photos_of(page: HonoreePage) -> tuple[Portrait | None, list[Photo]]:
    """Portrait and gallery, as far as their pictures still exist; the caller knows that photos may be shown.

    One query for all of them, none without any: asked one by one, as fields
    and blocks do it, portrait and gallery would be one each.
    """
    given = [dict(block["value"]) for block in page.gallery.raw_data]
    wanted = {page.portrait_id, *(value["image"] for value in given)} - {None}
    images = get_image_model().objects.in_bulk(wanted) if wanted else {}
    gallery = [
        Photo(image=image, caption=value["caption"], credit=value.get("credit") or image.credit)
        for value in given
        if (image := images.get(value["image"]))
    ]
    face = images.get(page.portrait_id)
    return (Portrait(image=face, credit=page.portrait_credit or face.credit) if face else None), gallery


def story_of(page: HonoreePage, *, with_pictures: bool) -> list[Any]:
    """The story's blocks; without a basis for photos those with a picture are left out, caption and all."""
    return [
        block for block in page.story if with_pictures or block.block_type != "figure" or block.value["image"] is None
    ]


def figures_in(blocks: Iterable[Any]) -> list[Any]:
    """The pictures of the figures among blocks. One query for all of them."""
    images = (block.value["image"] for block in blocks if block.block_type == "figure")
    return [image for image in images if image is not None]


def read_renditions(images: Sequence[Any]) -> None:
    """Read what exists of several pictures' sizes and formats together. One query, none without pictures.

    The template's `picture` tag looks here first; alone it would ask for each picture.
    """
    if images:
        renditions = get_image_model().get_rendition_model().objects.all()
        prefetch_related_objects(list(images), Prefetch("renditions", renditions, to_attr="prefetched_renditions"))


def forget_renditions(images: Iterable[Any]) -> None:
    """Delete every size of pictures that may not be seen any more; their files go after the commit.

    Who may still show one of them makes its sizes anew.
    """
    for image in images:
        for rendition in image.renditions.all():
            rendition.delete()

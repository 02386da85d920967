"""Public pictures, without what a phone writes into them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image, get_upload_to

from portal.media.fields import PictureField
from portal.media.metadata import without_metadata


class PortalImage(AbstractImage):
    """A picture for public pages.

    Position, camera and owner recorded by a phone are removed when the file
    arrives, before anything is stored: renditions made later inherit nothing.
    """

    file = PictureField(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    credit = models.CharField(_("credit"), max_length=200, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Strip a file that is not stored yet, so that size and hash are those of what is stored."""
        if self.file and not self.file._committed:
            self.file = without_metadata(self.file.file)  # type: ignore[assignment]  # the field's descriptor takes files
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    def _set_image_file_metadata(self) -> None:
        """Take size and hash; close a stored file again, which Wagtail leaves open."""
        super()._set_image_file_metadata()
        if self.file._committed:
            self.file.close()


class PortalRendition(AbstractRendition):
    """A picture at a size."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

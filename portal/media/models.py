"""Public pictures, without what a phone writes into them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from portal.media.metadata import without_metadata


class PortalImage(AbstractImage):
    """A picture for public pages.

    Position, camera and owner recorded by a phone are removed when the file
    arrives, before anything is stored: renditions made later inherit nothing.
    """

    credit = models.CharField(_("credit"), max_length=200, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Strip a freshly uploaded file, then save."""
        if isinstance(getattr(self.file, "_file", None), UploadedFile):
            self.file = without_metadata(self.file)
            self.width, self.height = self.file.width, self.file.height
            self._set_file_hash()
            self.file_size = self.file.size
        super().save(*args, **kwargs)


class PortalRendition(AbstractRendition):
    """A picture at a size."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

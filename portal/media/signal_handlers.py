"""The guard over pictures that wait for a missing title.

A picture whose form is not complete yet is kept aside by Wagtail as a file
under the public media address.  A signal, because that row is Wagtail's own.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from wagtail.models import UploadedFile

from portal.media.metadata import without_metadata
from portal.media.models import PortalImage


def connect() -> None:
    """Connect the guard; called once when the app is ready."""
    pre_save.connect(strip_waiting_picture, sender=UploadedFile, dispatch_uid="strip-waiting-picture")


def strip_waiting_picture(sender: type, instance: UploadedFile, **kwargs: Any) -> None:
    """Strip a picture before it is put aside."""
    content_type = instance.for_content_type
    is_picture = content_type is not None and content_type.model_class() is PortalImage
    if is_picture and instance.file and not instance.file._committed:
        instance.file = without_metadata(instance.file.file)

"""The form every upload of a picture passes, on the images screen and in the chooser."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from portal.media.metadata import without_metadata


class PictureFormField(WagtailImageField):
    """Wagtail's field, which lets errors of a cut-off header through as an error page."""

    def to_python(self, data: Any) -> Any:
        """Return the upload; refuse a damaged one with words."""
        try:
            return super().to_python(data)
        except (OSError, SyntaxError) as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class PictureForm(BaseImageForm):
    """Wagtail's form, refusing a damaged picture with a sentence instead of an error page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:
            self.fields["file"] = PictureFormField(label=field.label, required=field.required, widget=field.widget)

    def clean_file(self) -> Any:
        """Return the picture without metadata: size and hash are then taken of what is stored."""
        file = self.cleaned_data["file"]
        return without_metadata(file) if isinstance(file, UploadedFile) else file

"""The one door through which a picture's bytes reach storage."""

from __future__ import annotations

from typing import Any

from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from portal.media.metadata import without_metadata


class PictureFile(WagtailImageFieldFile):
    """A picture's file; whatever is stored through it is stored without metadata."""

    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Store the picture without metadata. Raises ValidationError for what is no picture."""
        picture = without_metadata(content)
        # Django measures what it is given, if that has a name.
        picture.name = picture.name or name
        super().save(name, picture, save=save)


class PictureField(WagtailImageField):
    """Wagtail's image field with that door."""

    attr_class = PictureFile

    def formfield(self, **kwargs: Any) -> Any:
        """The form field of every upload, which refuses a damaged picture with a sentence."""
        # Forms of Wagtail's ask for loaded models; this module is loaded by one.
        from portal.media.forms import PictureFormField

        return super().formfield(**{"form_class": PictureFormField, **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Be Wagtail's field in migrations: the column is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs

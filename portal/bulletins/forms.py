"""The bulletin's form in the page editor."""

from __future__ import annotations

from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm

from honors.vietnamese import fold


class BulletinForm(WagtailAdminPageForm):
    """Wagtail's own, which writes addresses as profiles have them."""

    def clean_slug(self) -> str:
        """Leave the tone marks out, which the editor's script keeps; whether it is free is asked after that."""
        return slugify(fold(self.cleaned_data["slug"]))

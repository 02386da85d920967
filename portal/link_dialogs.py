"""The link dialogs of the text editor, their fields named in words.

Wagtail leaves the labels of these four forms to be made of the fields' Python
names, which no catalogue reaches.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
from wagtail.admin.views import chooser

LABELS = {
    "link_text": _("Words that carry the link"),
    "email_address": _("E-mail address"),
    "subject": _("Subject of the mail"),
    "body": _("Text of the mail"),
    "phone_number": _("Telephone number"),
}


class NamedFields(forms.Form):
    """Gives a label to each field that has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = field.label or LABELS.get(name)


class ExternalLinkForm(NamedFields, ExternalLinkChooserForm):
    """A page elsewhere."""


class AnchorLinkForm(NamedFields, AnchorLinkChooserForm):
    """A place on the same page."""


class EmailLinkForm(NamedFields, EmailLinkChooserForm):
    """A mail to be written."""


class PhoneLinkForm(NamedFields, PhoneLinkChooserForm):
    """A number to be called."""


DIALOGS = (
    ("external", chooser.ExternalLinkView, ExternalLinkForm),
    ("anchor", chooser.AnchorLinkView, AnchorLinkForm),
    ("email", chooser.EmailLinkView, EmailLinkForm),
    ("phone", chooser.PhoneLinkView, PhoneLinkForm),
)

# Included before Wagtail's own, under its names: the page guard and the editor know them by these.
shadowed_admin_urlpatterns = [
    path(
        f"choose-{kind}-link/",
        never_cache(require_admin_access(view.as_view(form_class=form))),
        name=f"wagtailadmin_choose_page_{kind}_link",
    )
    for kind, view, form in DIALOGS
]

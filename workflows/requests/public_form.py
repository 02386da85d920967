"""The public form: what is asked, about which entry, by whom, and how to reach them."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.file_types import is_whole, sniff_type
from workflows.models import DataSubjectRequest
from workflows.requests.form_token import new_token, read_token
from workflows.requests.intake import Asked, Attachment
from workflows.requests.targets import LONGEST

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

# A proof is a paper: no Office file, which could carry more than it shows.
TAKEN = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic"})
_PHONE = re.compile(r"[0-9+().\s-]{8,40}")
FEWEST_DIGITS = 8
ASKED = ("kind", "about", "asker", "name", "phone", "email", "text")


def consent_sentence() -> str:
    """What the person agrees to: who, what for, how long, and which rights remain (Law 91/2025/QH15)."""
    return gettext(
        "I agree that the office of this register uses what I write here, with my name and how to reach me, only to "
        "deal with this request. It is read by the editors of the province alone and erased %(days)s days after the "
        "request is closed. I may withdraw this consent at any time."
    ) % {"days": settings.REQUEST_DATA_KEPT_DAYS}


class PublicRequestForm(forms.Form):
    """Every error names its field and the rule; what was typed stays, but a file has to be chosen again."""

    kind = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=DataSubjectRequest.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you ask for."), "invalid_choice": _("Choose one of the five.")},
    )
    so = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    about = forms.CharField(
        label=_("Which entry or profile?"),
        max_length=300,
        help_text=_("Number and year, the verification code, or name and place in your own words."),
        error_messages={"required": _("Say which entry or profile it is about.")},
    )
    text = forms.CharField(
        label=_("What should be changed, and why?"),
        min_length=10,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what you ask for.")},
    )
    asker = forms.ChoiceField(
        label=_("Who are you?"),
        choices=DataSubjectRequest.Asker.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who asks."), "invalid_choice": _("Choose one of the three.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is no e-mail address: it looks like ten@vidu.vn.")},
    )
    file = forms.FileField(
        label=_("A paper that supports it (you may leave this out)"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp,.heic"}),
        help_text=_("PDF or a photo, 8 MB at most. Only the editors of the province can open it."),
        error_messages={
            "empty": _("The file is empty, or its upload was cut off: choose it and send it again."),
            "max_length": _("The name of the file is too long: 200 characters at most."),
        },
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Without this consent the request cannot be dealt with.")}
    )
    website = forms.CharField(label=_("Leave this field empty"), required=False, max_length=200)
    token = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = consent_sentence()
        self.fields["website"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}

    def clean_phone(self) -> str:
        """Refuse what nobody could dial."""
        phone: str = self.cleaned_data["phone"].strip()
        if phone and not (_PHONE.fullmatch(phone) and sum(char.isdigit() for char in phone) >= FEWEST_DIGITS):
            raise ValidationError(
                gettext("A telephone number has at least 8 digits, and only digits, spaces and + ( ) - .")
            )
        return phone

    def clean_file(self) -> UploadedFile[bytes] | None:
        """Refuse what is no paper or photo, by its bytes."""
        upload: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if upload is None:
            return None
        if (upload.size or 0) > settings.REQUEST_FILE_MAX_BYTES:
            limit = settings.REQUEST_FILE_MAX_BYTES // 1024 // 1024
            raise ValidationError(gettext("The file is too large: %(limit)s MB at most."), params={"limit": limit})
        self._type = sniff_type(upload)
        if self._type not in TAKEN:
            raise ValidationError(gettext("This is no PDF and no JPEG, PNG, WebP or HEIC picture."))
        if not is_whole(upload, self._type or ""):
            raise ValidationError(gettext("The file is cut off: its end is missing. Choose it and send it again."))
        return upload

    def clean_website(self) -> str:
        """People do not see this field; programs fill it."""
        if self.cleaned_data["website"]:
            raise ValidationError(gettext("This field stays empty: it is there to keep programs out."))
        return ""

    def clean_token(self) -> str:
        """Tell a form that was just opened, or long ago, from one that somebody filled in."""
        token = read_token(self.cleaned_data["token"])
        if not token.key:
            self.renew_token()
            raise ValidationError(gettext("This form was open for more than a day. Look it over and send it again."))
        if token.is_too_fast:
            raise ValidationError(gettext("That was very fast. Look it over and send it once more."))
        return token.key

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the person."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not {"phone", "email"} & set(self.errors) and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", gettext("Give a telephone number or an e-mail address: one of the two."))
        return cleaned

    def renew_token(self) -> None:
        """Let the form that is shown again begin anew."""
        self.data = {**self.data.dict(), "token": new_token()} if hasattr(self.data, "dict") else self.data

    @property
    def key(self) -> str:
        """The same for two clicks on one form, another once a word or the paper changed; call it on a valid form."""
        upload = self.cleaned_data["file"]
        paper = f"{upload.name} {upload.size}" if upload else ""
        words = "\x00".join([self.cleaned_data["token"], *vars(self.asked()).values(), paper])
        return hashlib.sha256(words.encode()).hexdigest()[:32]

    def asked(self) -> Asked:
        """What was written; call it on a valid form."""
        return Asked(**{name: self.cleaned_data[name] for name in ASKED})

    def attachment(self) -> Attachment | None:
        """The checked file; call it on a valid form."""
        upload = self.cleaned_data["file"]
        return Attachment(upload, self._type or "") if upload else None

"""The form of a person's own choices: one row for each kind of notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import capfirst

from workflows.models import Channel, NoticeKind

if TYPE_CHECKING:
    from collections.abc import Mapping


class ChannelsForm(forms.Form):
    """At once, daily or no mail, for each kind."""

    def __init__(self, *args: Any, channels: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in NoticeKind:
            self.fields[kind.value] = forms.ChoiceField(
                label=capfirst(kind.label),
                choices=Channel.choices,
                initial=channels[kind],
                widget=forms.RadioSelect,
            )

"""A field for several rows of a table, whatever number somebody sends for one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

# The digits of a number that every database holds.
MOST_DIGITS = 18


class ManyChoiceField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no parameters at run time
    """Refuses a number no row can have; Django would hand it on, and SQLite fails on it."""

    def clean(self, value: Any) -> Any:
        """Ask the database only for numbers it can hold."""
        for text in map(str, value or []):
            if len(text) > MOST_DIGITS:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": text}
                )
        return super().clean(value)

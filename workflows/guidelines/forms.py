"""The form of a draft guideline: what it says about itself, and a list of rows for each of its parts.

A row is a form without an identity: what is posted is the whole part.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from honors.levels import Level
from honors.models import MeritCategory
from honors.rows import DayInput
from workflows.file_types import WORD, is_whole, sniff_type
from workflows.guidelines.parts import FACTS, FIELDS, ORDERED, Parts, facts_of
from workflows.models import ConflictRule, Criterion, Guideline, Quota, RequiredDocument, RouteStep

MOST_ROWS = 80
BLANK_ROWS = 2
FILE_TYPES = frozenset({"application/pdf", WORD})


class FactsForm(forms.ModelForm):  # type: ignore[type-arg]  # no parameters at run time
    """What a version says about itself, and its file."""

    upload = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
        help_text=_("The signed document as PDF or Word; everybody can download it once the version is in force."),
    )
    drops_file = forms.BooleanField(label=_("Take the file away"), required=False)

    class Meta:
        model = Guideline
        fields = FACTS
        widgets = {"valid_from": DayInput, "summary": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.file:
            del self.fields["drops_file"]

    def clean_upload(self) -> Any:
        """Refuse what is no PDF or Word document by its bytes, what was cut off, and what is too large."""
        upload = self.cleaned_data["upload"]
        if not upload:
            return None
        content_type = sniff_type(upload)
        if content_type not in FILE_TYPES:
            raise forms.ValidationError(_("This is no PDF or Word (.docx) file."))
        if not is_whole(upload, content_type):
            raise forms.ValidationError(_("The file is cut off: its end is missing. Choose it and send it again."))
        if upload.size > settings.EVIDENCE_MAX_BYTES:
            limit = settings.EVIDENCE_MAX_BYTES // 1024 // 1024
            raise forms.ValidationError(_("The file is too large: %(limit)s MB at most."), params={"limit": limit})
        return upload

    def facts(self) -> dict[str, Any]:
        """What was typed; call it on a valid form."""
        return {name: self.cleaned_data[name] for name in FACTS}


class RowForm(forms.ModelForm):  # type: ignore[type-arg]  # no parameters at run time
    """One row of a part; `categories` are read once for all rows."""

    def __init__(self, *args: Any, categories: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "category" in self.fields:
            self.fields["category"].choices = categories  # type: ignore[attr-defined]  # a choice field
        for name, label in (("kind", _("every kind")), ("level", _("with the submission"))):
            field = self.fields.get(name)
            if isinstance(field, forms.TypedChoiceField) and not field.required:
                offered: Any = field.choices
                field.choices = [("", label), *(choice for choice in offered if choice[0] != "")]

    def row(self) -> dict[str, Any]:
        """What was typed, as `parts` keeps a row."""
        data = dict(self.cleaned_data)
        if "category" in self.fields:
            data["category_id"] = data["category"].pk if data["category"] else None
        return data


class RowsFormSet(BaseFormSet):  # type: ignore[type-arg]  # rows of any part
    """All rows of a part. What is wrong with the part as a whole is put in `refusals`."""

    part = ""
    heading: Any = ""
    hint: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusals: list[str] = []

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Word Django's own two fields."""
        super().add_fields(form, index)
        if "ORDER" in form.fields:
            form.fields["ORDER"].label = _("Order")
        form.fields["DELETE"].label = _("Remove this row")

    def rows(self) -> list[dict[str, Any]]:
        """The rows as `parts` keeps them, in their order; call it on valid rows."""
        kept = [form for form in self.forms if form not in self.deleted_forms and self._says_something(form)]
        if self.can_order:
            kept.sort(key=_order)
        rows = [form.row() for form in kept]
        return [{name: row[name] for name in FIELDS[self.part]} for row in rows]

    def _says_something(self, form: Any) -> bool:
        return form.has_changed() or not form.empty_permitted


def _order(form: Any) -> tuple[bool, int]:
    order = form.cleaned_data.get("ORDER")
    return order is None, order or 0


def _rows_class(model: Any, fields: list[str], part: str, heading: Any, hint: Any, **widgets: Any) -> Any:
    form = forms.modelform_factory(model, form=RowForm, fields=fields, widgets=widgets)
    formset: Any = formset_factory(
        form,
        formset=RowsFormSet,
        extra=BLANK_ROWS,
        can_delete=True,
        can_order=part in ORDERED,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS + 20,
        validate_max=True,
    )
    formset.part, formset.heading, formset.hint = part, heading, hint
    return formset


_LINE = forms.Textarea(attrs={"rows": 2})
ROWS: dict[str, Any] = {
    "criteria": _rows_class(
        Criterion,
        ["text", "kind", "category", "required", "allows_not_applicable"],
        "criteria",
        _("Criteria"),
        _("What every reviewer answers at every step. A criterion of every kind and category always holds."),
        text=_LINE,
    ),
    "documents": _rows_class(
        RequiredDocument,
        ["name", "kind", "category", "level", "required"],
        "documents",
        _("Documents"),
        _("What a nomination brings along, or what a step adds."),
    ),
    "steps": _rows_class(
        RouteStep,
        list(FIELDS["steps"]),
        "steps",
        _("Route"),
        _(
            "One step for each level; a level without a step is skipped. "
            "The nominating unit itself always comes first, the province last."
        ),
    ),
    "quotas": _rows_class(
        Quota,
        ["level", "kind", "maximum"],
        "quotas",
        _("Quotas"),
        _("How many nominees a unit of the level may let pass in one round; more need a justification."),
    ),
    "conflict_rules": _rows_class(
        ConflictRule,
        ["text", "bars"],
        "conflict_rules",
        _("Ties a reviewer declares"),
        _("A tie that bars passes the case to somebody else; another one is written down beside the decision."),
    ),
}


class GuidelineForm:
    """The whole screen as one form: facts and all parts, valid together or not at all. One query for categories."""

    def __init__(self, data: Any = None, files: Any = None, *, draft: Guideline, parts: Parts) -> None:
        self.facts = FactsForm(data, files, instance=draft, initial=facts_of(draft))
        self.problems: list[str] = []
        kwargs = {"categories": [("", _("every category")), *_categories()]}
        self.parts = {
            part: rows(
                data, prefix=part, initial=None if data is not None else _initial(part, parts), form_kwargs=kwargs
            )
            for part, rows in ROWS.items()
        }

    @property
    def is_bound(self) -> bool:
        """Whether something was posted."""
        return self.facts.is_bound

    def is_valid(self) -> bool:
        """Check everything, so that everything wrong is named at once."""
        return all([self.facts.is_valid(), *(rows.is_valid() for rows in self.parts.values())])

    def rows(self) -> Parts:
        """The rows of all parts; call it on a valid form."""
        return {part: rows.rows() for part, rows in self.parts.items()}

    def refuse(self, field: str, message: str) -> None:
        """Put what a verb says beside the part or the field it names."""
        if field in self.parts:
            self.parts[field].refusals.append(message)
        elif field in self.facts.fields:
            self.facts.add_error(field, message)
        else:
            self.problems.append(message)

    def faulty(self) -> Iterable[tuple[str, Any]]:
        """Parts with something wrong in them: anchor and heading, as the summary links to them."""
        if self.facts.errors:
            yield "facts", _("The version")
        for part, rows in self.parts.items():
            if rows.refusals or rows.total_error_count():
                yield part, rows.heading


def first_parts() -> Parts:
    """What a version without predecessor begins with: one step for every level, as the law's procedures have it."""
    usual = RouteStep()
    step = {name: getattr(usual, name) for name in FIELDS["steps"]}
    steps = [{**step, "level": level.value} for level in Level]
    return {**{part: [] for part in ROWS}, "steps": steps}


def _categories() -> list[tuple[int, str]]:
    return [(category.pk, str(category)) for category in MeritCategory.objects.all()]


def _initial(part: str, parts: Parts) -> list[dict[str, Any]]:
    """A part's rows as its forms show them."""
    rows = [{**row, "category": row.get("category_id")} for row in parts[part]]
    return [{**row, "ORDER": number} for number, row in enumerate(rows, 1)]

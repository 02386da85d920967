"""What the cells of a row say about publication: without a whole basis the entry stays nameless in public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from honors.models import HonoreeKind, PublicationBasis
from honors.register_import.columns import plain
from honors.register_import.dates import read_day
from honors.services import BasisGiven

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honors.register_import.rows import RowNotes

_Kind, _Ground = PublicationBasis.Kind, PublicationBasis.Ground
_YES = {"x", "co", "yes", "1", "dong y", "tre em"}
_NO = {"", "0", "khong", "no", "khong dong y"}
# A file brings neither pictures nor members.
_POSSIBLE = (_Kind.PUBLISH, _Kind.BIRTH_YEAR, _Kind.HOUSEHOLD_STATUS, _Kind.GUARDIAN)
_KINDS_ALSO = {
    "nam sinh": _Kind.BIRTH_YEAR.value,
    "nguoi giam ho": _Kind.GUARDIAN.value,
    "giam ho dong y": _Kind.GUARDIAN.value,
    "hoan canh": _Kind.HOUSEHOLD_STATUS.value,
}
_GROUNDS_ALSO = {
    "dong y": _Ground.CONSENT,
    "su dong y": _Ground.CONSENT,
    "y kien dong y": _Ground.CONSENT,
    "bao": _Ground.PUBLISHED_SOURCE,
    "bao chi": _Ground.PUBLISHED_SOURCE,
    "da cong bo": _Ground.PUBLISHED_SOURCE,
    "theo luat": _Ground.LAW,
}


def read_flag(text: str) -> bool | None:
    """Yes or no as people write it; None for anything else."""
    word = plain(text)
    return True if word in _YES else False if word in _NO else None


def bases_of(texts: Mapping[str, str]) -> list[BasisGiven]:
    """The bases of a row that `check_basis` found nothing wrong with."""
    if not _says_something(texts):
        return []
    kinds, _unknown = _kinds_of(texts.get("basis_kinds", ""))
    ground = _ground_of(texts.get("basis_ground", ""))
    given_on = read_day(texts.get("basis_given_on", "")).day
    if ground is None or given_on is None:
        return []
    return [
        BasisGiven(
            kind=kind,
            ground=ground,
            given_on=given_on,
            given_by=texts.get("basis_given_by", ""),
            proof=texts.get("basis_proof", ""),
        )
        for kind in kinds
    ]


def check_basis(notes: RowNotes, *, kind: str) -> None:
    """Note what is missing of a basis, where a row speaks of one at all."""
    texts = notes.texts
    if not _says_something(texts):
        return
    kinds, unknown = _kinds_of(texts.get("basis_kinds", ""))
    possible = ", ".join(str(_Kind(one).label) for one in _POSSIBLE)
    if unknown:
        notes.report("basis_kinds", _("This cannot be made public by an import."), suggestion=possible)
    elif _Kind.PUBLISH not in kinds:
        notes.report("basis_kinds", _("Nothing is public unless the profile is."), suggestion=possible)
    elif _Kind.BIRTH_YEAR in kinds and kind != HonoreeKind.INDIVIDUAL:
        notes.report("basis_kinds", _("Only a person has a birth year."))
    if _ground_of(texts.get("basis_ground", "")) is None:
        grounds = ", ".join(str(label) for label in _Ground.labels)
        notes.report("basis_ground", _("The ground of publication is missing or unknown."), suggestion=grounds)
    read = read_day(texts.get("basis_given_on", ""))
    if read.day is None:
        reason = read.reason if "basis_given_on" in texts else _("This cell may not be empty.")
        notes.report("basis_given_on", reason, suggestion=read.suggestion)


def _says_something(texts: Mapping[str, Any]) -> bool:
    if "basis_kinds" in texts and plain(texts["basis_kinds"]) in _NO:
        return False
    return any(name.startswith("basis_") for name in texts)


def _kinds_of(text: str) -> tuple[list[str], bool]:
    """Kinds a cell names, and whether one of them is unknown; an empty cell means the profile."""
    known = {plain(str(label)): value for value, label in _Kind.choices if value in _POSSIBLE}
    known |= {plain(value): value for value in _POSSIBLE} | dict.fromkeys(_YES, _Kind.PUBLISH.value) | _KINDS_ALSO
    words = [plain(word) for word in text.replace(",", ";").split(";") if word.strip()] or ["x"]
    found = [known[word] for word in words if word in known]
    return list(dict.fromkeys(found)), len(found) < len(words)


def _ground_of(text: str) -> str | None:
    known: dict[str, str] = {plain(str(label)): value for value, label in _Ground.choices}
    known |= {plain(value): value for value in _Ground.values} | _GROUNDS_ALSO
    return known.get(plain(text))

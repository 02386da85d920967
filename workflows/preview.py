"""The profile a nomination would become, as its editors preview it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honors.models import HonoreeKind, PublicationBasis, opened_kinds
from honors.profile import PublicEntry, PublicProfile, make_medallion, public_category
from honors.vietnamese import initials
from workflows.registration import bases_of, is_child

if TYPE_CHECKING:
    from honors.models import Unit
    from honors.profile import PublicCategory
    from workflows.models import Nomination


def would_be_profile(nomination: Nomination) -> PublicProfile:
    """Return what the public would read once this is entered and published.

    Works on a form that was never saved and on one half filled in.  Two
    queries at most (category and the unit's place).
    """
    opened = opened_kinds((basis.kind, basis.ground) for basis in bases_of(nomination))
    hidden = is_child(nomination) and PublicationBasis.Kind.GUARDIAN not in opened
    name = initials(nomination.name) if hidden else nomination.name
    unit = nomination.unit if nomination.unit_id else None
    category = _category(nomination, opened)
    place = unit.place if unit else ""
    unit_name = unit.name if unit else ""
    shows_year = PublicationBasis.Kind.BIRTH_YEAR in opened and not hidden
    return PublicProfile(
        kind=nomination.kind,
        kind_label=str(HonoreeKind(nomination.kind).label),
        name=name,
        medallion=make_medallion(name, nomination.kind, category.family if category else ""),
        honorific=nomination.honorific,
        role=nomination.role,
        unit_name=unit_name,
        place=place,
        citation=nomination.citation,
        categories=[category] if category else [],
        entries=[PublicEntry(category=category, citation=nomination.citation, unit_name=unit_name, place=place)],
        birth_year=nomination.birth_year if shows_year else None,
        remarks=_remarks(opened, unit, hidden=hidden),
    )


def _category(nomination: Nomination, opened: set[str]) -> PublicCategory | None:
    if not nomination.category_id:
        return None
    consented = PublicationBasis.Kind.HOUSEHOLD_STATUS in opened
    return public_category(nomination.category, status_consented=consented)


def _remarks(opened: set[str], unit: Unit | None, *, hidden: bool) -> list[str]:
    """What an editor should know about the difference between this and the public page."""
    remarks = []
    if unit and unit.counts_only:
        remarks.append(_("Members of this unit are never named in public: the register shows the number only."))
    elif PublicationBasis.Kind.PUBLISH not in opened:
        remarks.append(_("No basis for publication is stated: the register would show the number only, no name."))
    if hidden:
        remarks.append(_("The nominee is under 18: initials stand for the name until the guardian consents too."))
    return remarks

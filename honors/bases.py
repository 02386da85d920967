"""Bases beside the one that publishes: recorded and withdrawn while the entry stays public."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from honors.models import HonoreeKind, PublicationBasis, RegisterEntry
from honors.services import BasisGiven, face_public, locked_entry

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser as User

_Kind = PublicationBasis.Kind


class BasisError(ValueError):
    """A basis of this kind cannot be recorded or withdrawn as the entry is now."""


def basis_kinds(entry: RegisterEntry) -> list[str]:
    """Kinds of basis that open something on an entry's profile, beside the one that publishes it. No query."""
    kinds = {_Kind.PHOTO, _Kind.HOUSEHOLD_STATUS}
    if entry.kind == HonoreeKind.INDIVIDUAL:
        kinds.add(_Kind.BIRTH_YEAR)
    if entry.kind == HonoreeKind.COLLECTIVE:
        kinds.add(_Kind.MEMBERS)
    if entry.page and entry.page.is_minor:
        kinds.add(_Kind.GUARDIAN)
    return [kind for kind in _Kind.values if kind in kinds]


@transaction.atomic
def add_basis(*, entry_id: int, basis: BasisGiven, actor: User) -> RegisterEntry:
    """Record one more basis and show what it opens.

    Raises BasisError where the kind opens nothing here or stands already.
    """
    entry, page = locked_entry(entry_id)
    standing = entry.bases.valid().filter(kind=basis.kind)
    if basis.kind not in basis_kinds(entry) or standing.exists():
        raise BasisError(basis.kind)
    PublicationBasis.objects.create(entry=entry, **vars(basis))
    return face_public(entry, page, actor=actor)


@transaction.atomic
def withdraw_basis(*, entry_id: int, kind: str, actor: User, on: datetime.date | None = None) -> RegisterEntry:
    """Withdraw a basis and close what it opened; the one that publishes is `unpublish_entry`'s.

    Raises BasisError where no such basis stands.
    """
    entry, page = locked_entry(entry_id)
    standing = entry.bases.valid().filter(kind=kind).exclude(kind=_Kind.PUBLISH)
    if not standing.update(withdrawn_on=on or timezone.localdate()):
        raise BasisError(kind)
    return face_public(entry, page, actor=actor)

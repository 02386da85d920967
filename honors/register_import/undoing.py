"""An import is undone as a whole, while nothing refers to its entries.

Numbers are never used again and no event disappears: each entry gets a
revocation with the reason, and leaves every list and sum of the public
register.  A corrected file can be imported afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from honors.generation import announce_change
from honors.models import (
    EntryEvent,
    EntryState,
    HonoreePage,
    ImportState,
    PublicationBasis,
    Register,
    RegisterEntry,
    RegisterImport,
    SearchKind,
)
from honors.profile_pages import empty_profile, show_profile
from honors.register_import.errors import ImportStoppedError
from honors.register_import.files import locked
from honors.search.index import forget_documents

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser as User

CHUNK = 1_000
Progress = Callable[[int, int], object]
# What every imported entry has, and what is looked at by itself.
_OWN = {"events", "bases", "steps"}


@transaction.atomic
def undo_import(
    *, import_id: int, user: User, reason: str, progress: Progress = lambda _done, _total: None
) -> RegisterImport:
    """Take all entries of an import back. Raises ImportStoppedError where something refers to one of them.

    Somebody else than whoever uploaded the file does this.  Profiles and
    entries are locked first, registers last, as everywhere.
    """
    found = locked(import_id, ImportState.DONE)
    if found.uploaded_by_id == user.pk:
        raise ImportStoppedError(_("You uploaded this file: somebody else has to undo it."))
    if not reason.strip():
        raise ImportStoppedError(_("Give a reason."))
    pages = list(HonoreePage.objects.select_for_update(of=("self",)).filter(entries__in=_entries(found)).order_by("pk"))
    for _pk in _entries(found).select_for_update(of=("self",)).order_by("pk").values_list("pk").iterator(CHUNK):
        pass
    if against := what_refers(found, pages):
        raise ImportStoppedError(" ".join(against))
    now, done, total = timezone.now(), 0, _entries(found).count()
    registers = Register.objects.filter(entries__in=_entries(found)).distinct().values_list("pk", flat=True)
    for register in Register.objects.select_for_update().filter(pk__in=list(registers)).order_by("pk"):
        for chunk in _chunks(_entries(found).filter(register=register).order_by("number")):
            _revoke(register, chunk, user=user, reason=reason, at=now)
            done += len(chunk)
            progress(done, total)
    bases = PublicationBasis.objects.filter(entry__in=_entries(found))
    bases.filter(withdrawn_on=None).update(withdrawn_on=timezone.localdate(now))
    bases.update(given_by="", proof="")
    for page in pages:
        show_profile(page, live=False, actor=user, at=now)
        empty_profile(page)
    found.state, found.undone_at, found.undo_reason = ImportState.UNDONE, now, reason.strip()
    found.undone_by = user  # type: ignore[assignment]  # whatever model users are
    found.save(update_fields=["state", "undone_by", "undone_at", "undo_reason"])
    announce_change()
    return found


def what_refers(found: RegisterImport, pages: list[Any] | None = None) -> list[str]:
    """Return what keeps an import from being undone, in sentences; each names one entry. A query for each kind."""
    entries = _entries(found)
    against = []
    if pk := entries.filter(events__seq__gt=1).values_list("pk", flat=True).first():
        against.append(_told(_("Entry %(number)s was corrected, revoked or taken down since."), pk))
    given = entries.annotate(given=Count("bases")).filter(given__gt=F("imported__basis_count"))
    if pk := given.order_by("pk").values_list("pk", flat=True).first():
        against.append(_told(_("A basis of publication was given for entry %(number)s since."), pk))
    for model, name in _others():
        pk = model._base_manager.filter(**{f"{name}__in": entries}).values_list(name, flat=True).first()
        if pk:
            words = {"what": model._meta.verbose_name}
            against.append(_told(_("Something refers to entry %(number)s: %(what)s."), pk, **words))
    return against + _pages_referred_to(found, pages)


def _others() -> Iterator[tuple[Any, str]]:
    """Every model that can refer to an entry, whatever package it is in, and the name of its field. No query."""
    fields: list[Any] = RegisterEntry._meta.get_fields(include_hidden=True)
    for field in fields:
        if field.auto_created and not field.concrete and getattr(field, "related_name", "") not in _OWN:
            yield field.related_model, field.remote_field.name


def _pages_referred_to(found: RegisterImport, pages: list[Any] | None) -> list[str]:
    if pages is None:
        pages = list(HonoreePage.objects.filter(entries__in=_entries(found)).order_by("pk").distinct())
    shared = RegisterEntry.objects.filter(page__in=pages).exclude(imported__register_import=found)
    against = []
    if pk := shared.values_list("pk", flat=True).first():
        against.append(_told(_("Entry %(number)s shares a profile with an imported one."), pk))
    for page in pages:
        if ReferenceIndex.get_references_to(page).exists():
            against.append(_("The profile “%(title)s” is referred to by another page.") % {"title": page.title})
            break
    return against


def _told(words: str, pk: int, **more: Any) -> str:
    number, year, unit = RegisterEntry.objects.values_list("number", "year", "unit_name").get(pk=pk)
    return words % {"number": f"{number}/{year}, {unit}", **more}


def _entries(found: RegisterImport) -> Any:
    return RegisterEntry.objects.filter(imported__register_import=found)


def _chunks(entries: Any) -> Iterator[list[RegisterEntry]]:
    """Entries of one register by number, read behind the last one: they change meanwhile."""
    last = 0
    while chunk := list(islice(entries.filter(number__gt=last).iterator(CHUNK), CHUNK)):
        last = chunk[-1].number
        yield chunk


def _revoke(register: Register, entries: list[RegisterEntry], *, user: Any, reason: str, at: Any) -> None:
    values = {"state": EntryState.UNDONE, "reason": reason.strip()}
    kind = EntryEvent.Kind.REVOKED
    register.append(
        [EntryEvent(entry=entry, seq=2, kind=kind, values=dict(values), actor=user, at=at) for entry in entries]
    )
    forget_documents(kind=SearchKind.ENTRY, keys=[entry.pk for entry in entries if entry.public_name])
    RegisterEntry.objects.filter(pk__in=[entry.pk for entry in entries]).undo()

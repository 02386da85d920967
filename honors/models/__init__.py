"""What is honoured.

Modules import downwards only: pages, unit_events → book → decisions → catalogues, units.
Code outside this package imports from here.
"""

from honors.models.bases import PublicationBasis
from honors.models.book import STRUCK, EntryState, EntryStep, RegisterEntry, new_verification_code
from honors.models.catalogues import ColourFamily, CommendationForm, HonoreeKind, MeritCategory
from honors.models.ceremonies import Ceremony, CeremonyPhoto
from honors.models.ceremony_events import CeremonyEvent, EnrolmentEvent
from honors.models.chain_heads import ChainHead
from honors.models.changes import PublicChange
from honors.models.consent import both_consents, counts_as_minor, opened_kinds
from honors.models.decisions import Commendation, CommendationProposal, Decision
from honors.models.events import EntryEvent
from honors.models.imports import (
    ImportState,
    RegisterImport,
    RegisterImportMemory,
    RegisterImportRow,
)
from honors.models.pages import (
    FixedPagePermissionTester,
    HonoreeIndexPage,
    HonoreePage,
    HonoreePageTag,
    new_profile_slug,
    slug_fits,
)
from honors.models.papers import PaperOrder
from honors.models.programmes import (
    REGISTER_PROGRAMME,
    SALUTE_PROGRAMME,
    Programme,
    ProgrammeEnrolment,
)
from honors.models.published import PublishedReport
from honors.models.records import AppendOnlyModel, AppendOnlyQuerySet, ImmutableRecordError
from honors.models.registers import Register
from honors.models.search import SearchDocument, SearchKind, SearchWord
from honors.models.unit_events import EntryTransfer, PlannedEvent, TransferAnswer, UnitEvent, UnitPast
from honors.models.units import Unit, UnitKind, path_within

__all__ = [
    "REGISTER_PROGRAMME",
    "SALUTE_PROGRAMME",
    "STRUCK",
    "AppendOnlyModel",
    "AppendOnlyQuerySet",
    "Ceremony",
    "CeremonyEvent",
    "CeremonyPhoto",
    "ChainHead",
    "ColourFamily",
    "Commendation",
    "CommendationForm",
    "CommendationProposal",
    "Decision",
    "EnrolmentEvent",
    "EntryEvent",
    "EntryState",
    "EntryStep",
    "EntryTransfer",
    "FixedPagePermissionTester",
    "HonoreeIndexPage",
    "HonoreeKind",
    "HonoreePage",
    "HonoreePageTag",
    "ImmutableRecordError",
    "ImportState",
    "MeritCategory",
    "PaperOrder",
    "PlannedEvent",
    "Programme",
    "ProgrammeEnrolment",
    "PublicChange",
    "PublicationBasis",
    "PublishedReport",
    "Register",
    "RegisterEntry",
    "RegisterImport",
    "RegisterImportMemory",
    "RegisterImportRow",
    "SearchDocument",
    "SearchKind",
    "SearchWord",
    "TransferAnswer",
    "Unit",
    "UnitEvent",
    "UnitKind",
    "UnitPast",
    "both_consents",
    "counts_as_minor",
    "new_profile_slug",
    "new_verification_code",
    "opened_kinds",
    "path_within",
    "slug_fits",
]

"""Who decides.

Modules import downwards only: notices → requests; notices, batches, decisions → evidence →
nomination → nominee, progress → proposals, guideline, rounds.  Code
outside this package imports from here.
"""

from workflows.models.assignments import Assignment, Role, effective_delegations
from workflows.models.batches import BulkDecision, BulkRow, NomineeList
from workflows.models.calendar import CalendarDay
from workflows.models.decisions import Assessment, DecisionRecord
from workflows.models.delegations import Delegation
from workflows.models.evidence import Evidence
from workflows.models.guideline import (
    ConflictRule,
    Criterion,
    Guideline,
    Quota,
    RatioBase,
    RequiredDocument,
    RouteStep,
)
from workflows.models.nomination import WORKFLOW_NAME, Nomination, deed_key
from workflows.models.nominee import BASIS_CHOICES, NoBasis
from workflows.models.notices import Channel, DigestMail, Notice, NoticeKind, NoticePreferences
from workflows.models.outgoing import MailState, OutgoingMail
from workflows.models.proposals import NominationBatch
from workflows.models.requests import (
    DataSubjectRequest,
    RequestAct,
    RequestAction,
    RequestLetter,
    RequestRecord,
    TellingChannel,
)
from workflows.models.rounds import Round
from workflows.models.saved_views import SavedView
from workflows.models.task import UnitApprovalTask

__all__ = [
    "BASIS_CHOICES",
    "WORKFLOW_NAME",
    "Assessment",
    "Assignment",
    "BulkDecision",
    "BulkRow",
    "CalendarDay",
    "Channel",
    "ConflictRule",
    "Criterion",
    "DataSubjectRequest",
    "DecisionRecord",
    "Delegation",
    "DigestMail",
    "Evidence",
    "Guideline",
    "MailState",
    "NoBasis",
    "Nomination",
    "NominationBatch",
    "NomineeList",
    "Notice",
    "NoticeKind",
    "NoticePreferences",
    "OutgoingMail",
    "Quota",
    "RatioBase",
    "RequestAct",
    "RequestAction",
    "RequestLetter",
    "RequestRecord",
    "RequiredDocument",
    "Role",
    "Round",
    "RouteStep",
    "SavedView",
    "TellingChannel",
    "UnitApprovalTask",
    "deed_key",
    "effective_delegations",
]

"""Who decides.

Modules import downwards only: decisions, evidence → nomination → guideline,
assignments.  Code outside this package imports from here.
"""

from workflows.models.assignments import Assignment, Role
from workflows.models.decisions import Assessment, DecisionRecord
from workflows.models.evidence import Evidence
from workflows.models.guideline import Criterion, Guideline, RatioBase, RequiredDocument, RouteStep
from workflows.models.nomination import BASIS_CHOICES, WORKFLOW_NAME, NoBasis, Nomination
from workflows.models.task import UnitApprovalTask

__all__ = [
    "BASIS_CHOICES",
    "WORKFLOW_NAME",
    "Assessment",
    "Assignment",
    "Criterion",
    "DecisionRecord",
    "Evidence",
    "Guideline",
    "NoBasis",
    "Nomination",
    "RatioBase",
    "RequiredDocument",
    "Role",
    "RouteStep",
    "UnitApprovalTask",
]

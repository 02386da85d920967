"""The nomination: a private dossier about one deed of one nominee."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TaskState,
    Workflow,
    WorkflowMixin,
)

from honors.models import path_within
from honors.vietnamese import fold
from workflows.locks import FrozenLock
from workflows.models.meeting import TOO_MANY_PRESENT, TOO_MANY_VOTES, MeetingColumns
from workflows.models.nominee import NomineeColumns
from workflows.models.progress import ProgressColumns
from workflows.states import EDITABLE_STATES, State

if TYPE_CHECKING:
    from collections.abc import Iterable

WORKFLOW_NAME = "Người tốt - Việc tốt"
# Shorter texts are alike by chance.
SHORTEST_DEED = 40


def deed_key(text: str) -> str:
    """Return what two tellings of one deed share although spaces, marks and capitals differ; empty for a short text."""
    letters = "".join(sign for sign in fold(text) if sign.isalnum())
    return sha256(letters.encode()).hexdigest() if len(letters) >= SHORTEST_DEED else ""


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Filters on nominations."""

    def of_units(self, unit_ids: Any) -> NominationQuerySet:
        """Nominations put forward by the given units: their ids, or a queryset of them."""
        return self.filter(unit_id__in=unit_ids)

    def submitted_within(self, paths: Iterable[str]) -> NominationQuerySet:
        """Nominations from the given subtrees that were submitted at least once."""
        return self.filter(path_within("unit__path", paths), first_submitted_at__isnull=False)

    def waiting_at(self, unit_ids: Any) -> NominationQuerySet:
        """Nominations one of the units (ids, or a queryset) has to decide now, soonest due first."""
        return self.filter(state=State.IN_REVIEW, waiting_unit_id__in=unit_ids).order_by("due_on", "pk")


class Nomination(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    NomineeColumns,
    MeetingColumns,
    ProgressColumns,
    models.Model,
):
    """A nominee, a deed, and what the guideline asks about both.

    Never published in Wagtail's sense: `live` stays False, `state` says where
    it is, and only `workflows.decisions` moves it.  Content is frozen outside
    draft and returned.  It prints as its dossier number alone, so that no log
    or list of Wagtail's own shows a name to somebody who may not read it.
    """

    folded = models.CharField(max_length=250, editable=False)
    # Folded letters of the deed, shortened: the same text told for two people is found by it.
    deed_key = models.CharField(max_length=64, editable=False, default="")

    objects = NominationQuerySet.as_manager()

    template = "pages/profile.html"

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["-created_at", "-pk"]
        # Authority comes from assignments; there is no Django permission to grant by mistake.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="nomination_never_live", condition=Q(live=False)),
            models.CheckConstraint(
                name="nomination_waits_only_in_review",
                condition=Q(state="in_review", waiting_unit__isnull=False, waiting_level__isnull=False)
                | (~Q(state="in_review") & Q(waiting_unit__isnull=True, waiting_level__isnull=True)),
            ),
            models.CheckConstraint(
                name="nomination_entry_once_registered",
                condition=Q(state__in=["registered", "published", "revoked", "masked"], entry__isnull=False)
                | (~Q(state__in=["registered", "published", "revoked", "masked"]) & Q(entry__isnull=True)),
            ),
            models.CheckConstraint(
                name="nomination_present_within_total",
                condition=Q(members_present__isnull=True)
                | Q(members_total__isnull=True)
                | Q(members_present__lte=F("members_total")),
                violation_error_message=TOO_MANY_PRESENT,
            ),
            models.CheckConstraint(
                name="nomination_votes_within_present",
                condition=Q(votes_for__isnull=True)
                | Q(members_present__isnull=True)
                | Q(votes_for__lte=F("members_present")),
                violation_error_message=TOO_MANY_VOTES,
            ),
        ]
        indexes = [
            # the desk: what waits at a unit, soonest due first; with the last two, lists are counted in the index alone
            models.Index(fields=["waiting_unit", "due_on", "id", "holder", "unit"], name="nomination_desk"),
            # the clock: everything that is due
            models.Index(fields=["state", "due_on", "id"], name="nomination_due"),
            # duplicates: the same name, the same text
            models.Index(fields=["folded"], name="nomination_by_name"),
            models.Index(fields=["deed_key"], name="nomination_by_deed"),
            # whose own case it is: hardly any has an account, and an index of emptiness is passed over
            models.Index(
                fields=["nominee_account"], name="nomination_of_account", condition=Q(nominee_account__isnull=False)
            ),
            # a unit's own list, newest first
            models.Index(fields=["unit", "-created_at"], name="nomination_of_unit"),
        ]

    def __str__(self) -> str:
        return gettext("Dossier %(number)s") % {"number": self.reference}

    @property
    def reference(self) -> str:
        """The dossier number: year and a running number, the same for everybody who may see it."""
        year = self.created_at.year if self.created_at else ""
        return f"{year}/{self.pk or 0:04d}"

    @property
    def display_name(self) -> str:
        """Honorific and name, as the desk shows the nominee."""
        return f"{self.honorific} {self.name}".strip()

    @property
    def is_editable(self) -> bool:
        """Whether the content may still change."""
        return self.state in EDITABLE_STATES

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded columns in step before the checks."""
        self._fold()
        super().full_clean(*args, **kwargs)

    def validate_constraints(self, exclude: Any = None) -> None:
        """Ask the database nothing here.

        What a form can get wrong `clean` says beside its field; the rest are
        columns no form writes.  The table checks all of them at the write: a
        second time beforehand would be fifteen queries for every save.
        """

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save content; refuse outside draft and returned.

        The row is locked and its state read again, so that a form which passed
        every check just before a submission cannot write `draft` back over
        `in_review`.  State columns are never written here.
        """
        self.live = False
        self._fold()
        if self._state.adding:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            current = Nomination.objects.select_for_update(of=("self",)).values("state").get(pk=self.pk)
            if current["state"] not in EDITABLE_STATES:
                raise PermissionDenied(
                    gettext("This nomination is being decided or was decided: it cannot be changed.")
                )
            fields = kwargs.pop("update_fields", None) or [
                field.name for field in self._meta.concrete_fields if not field.primary_key
            ]
            kwargs["update_fields"] = [name for name in fields if name not in MOVED_FIELDS]
            super().save(*args, **kwargs)

    def _fold(self) -> None:
        self.folded, self.deed_key = fold(self.name)[:250], deed_key(self.achievement)

    def move(self, *, state: State, **values: Any) -> None:
        """Set the state and the columns that belong to it; the caller holds the row lock. One query."""
        for name, value in {"state": state, **values}.items():
            setattr(self, name, value)
        super().save(update_fields=["state", *values])

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a revision; never over one that a level was asked to judge."""
        overwritten = kwargs.get("overwrite_revision")
        if overwritten and TaskState.objects.filter(revision_id=overwritten.pk).exists():
            kwargs["overwrite_revision"] = None
        kwargs["approved_go_live_at"] = None
        return super().save_revision(*args, **kwargs)

    def _update_from_revision(self, revision: Any, changed: bool = True) -> None:
        """Write the row together with its revision: lists, checks and decisions read the row."""
        self.latest_revision = revision
        self.has_unpublished_changes = False
        self.save()

    def with_content_json(self, content: Any) -> Any:
        """Content of a revision, for the unit the nomination belongs to now: that may have become another since."""
        found = super().with_content_json(content)
        found.unit_id = self.unit_id
        return found

    def publish(self, *args: Any, **kwargs: Any) -> None:
        """Refuse: a nomination is decided, never published; the register has its own act."""
        raise PermissionDenied(gettext("A nomination is never published; it is decided level by level."))

    def get_lock(self) -> Any:
        """Freeze the content outside draft and returned, for everybody."""
        return None if self.is_editable else FrozenLock(self)

    @classmethod
    def get_default_workflow(cls) -> Workflow | None:
        """The one workflow of nominations, whatever Settings says about content types."""
        return Workflow.objects.filter(name=WORKFLOW_NAME).first()

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Show the would-be profile in the public page's own template."""
        return self.template

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """The public page's context, from what the public would be allowed to read."""
        from workflows.preview import would_be_profile

        return {
            **super().get_preview_context(request, mode_name),
            "profile": would_be_profile(self),
            "is_preview": True,
        }


# Columns a content save never writes.
MOVED_FIELDS = frozenset(field.name for field in ProgressColumns._meta.local_fields) | {"live"}

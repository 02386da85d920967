"""Registers taken over from paper or Excel: the file, its rows with what is wrong with them, who confirmed."""

from __future__ import annotations

import secrets
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honors.models.catalogues import HonoreeKind, MeritCategory
from honors.models.decisions import Decision
from honors.models.units import Unit
from honors.storage import private_storage


def import_path(register_import: Any, filename: str) -> str:
    """Return a path that tells nothing: random letters, never the uploaded name."""
    return f"register-imports/{secrets.token_hex(16)}{PurePath(filename).suffix.lower()[:6]}"


class ImportState(models.TextChoices):
    """Where an import stands; nothing of it is in the book before `DONE`."""

    UPLOADED = "uploaded", _("uploaded")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked")
    WAITING = "waiting", _("waits for confirmation")
    RUNNING = "running", _("being entered")
    DONE = "done", _("entered")
    UNDONE = "undone", _("undone")
    FAILED = "failed", _("failed")


# A second person has said yes.
CONFIRMED = frozenset({ImportState.RUNNING, ImportState.DONE, ImportState.UNDONE})
# Nothing of it was ever in the book: it can be mended, or thrown away.
OPEN = frozenset({ImportState.UPLOADED, ImportState.CHECKED, ImportState.WAITING, ImportState.FAILED})
# Somebody has to carry it on: a request, or the clock.
UNDER_WAY = frozenset({ImportState.CHECKING, ImportState.RUNNING})


class RegisterImport(models.Model):
    """One file of a paper register on its way into the book.

    `heads` are the sheets with their headings, `mapping` what each heading
    means (`honors.register_import.headings`).  Without `unit` or `year` each
    row names its own.
    """

    file = models.FileField(_("file"), blank=True, storage=private_storage, upload_to=import_path, max_length=200)
    name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, verbose_name=_("decision to take the register over"), on_delete=models.PROTECT, related_name="+"
    )
    heads = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    mapping = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(_("state"), max_length=8, choices=ImportState.choices, default=ImportState.UPLOADED)
    message = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("confirmed by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    finished_at = models.DateTimeField(_("entered at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("undone by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undo_reason = models.CharField(_("reason"), max_length=500, blank=True)
    worked_on_at = models.DateTimeField(null=True, editable=False)
    read_count = models.PositiveIntegerField(default=0)
    new_count = models.PositiveIntegerField(default=0)
    known_count = models.PositiveIntegerField(default=0)
    wrong_count = models.PositiveIntegerField(default=0)
    noted_count = models.PositiveIntegerField(default=0)

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("register import")
        verbose_name_plural = _("register imports")
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="import_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("uploaded_by")),
                violation_error_message=_("Whoever uploaded a file does not confirm it."),
            ),
            models.CheckConstraint(
                name="import_entered_once_confirmed",
                condition=~Q(state__in=sorted(CONFIRMED)) | Q(confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="import_undone_by_another",
                condition=Q(undone_by__isnull=True) | ~Q(undone_by=F("uploaded_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ready(self) -> bool:
        """Whether every row could be entered as it is, and there is one."""
        return self.state == ImportState.CHECKED and not self.wrong_count and bool(self.new_count)

    @property
    def is_under_way(self) -> bool:
        """Whether somebody has to carry it on."""
        return self.state in UNDER_WAY

    @property
    def is_open(self) -> bool:
        """Whether it can be mended or thrown away."""
        return self.state in OPEN


# Rows without a number on paper come after those that have one.
WITHOUT_NUMBER = 1_000_000_000


class RegisterImportRow(models.Model):
    """One row of a file: what its cells say, what was understood, what is wrong with it.

    `identity` tells a row from every other one: unit, year, name and citation
    without tone marks.  `problems` are dicts of field, value, reason,
    suggestion and whether it blocks.
    """

    class Outcome(models.TextChoices):
        """What becomes of a row."""

        NEW = "new", _("to be entered")
        KNOWN = "known", _("already there")
        WRONG = "wrong", _("cannot be entered")
        ENTERED = "entered", _("entered")

    register_import = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    line = models.PositiveIntegerField(_("row"))
    values = models.JSONField(encoder=DjangoJSONEncoder)
    problems = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    is_noted = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.NEW)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=12, choices=HonoreeKind.choices, default=HonoreeKind.INDIVIDUAL)
    category = models.ForeignKey(MeritCategory, null=True, on_delete=models.PROTECT, related_name="+")
    registered_on = models.DateField(null=True)
    paper_number = models.CharField(max_length=20, blank=True)
    paper_order = models.PositiveIntegerField(default=WITHOUT_NUMBER)
    identity = models.CharField(max_length=40, blank=True)
    basis_count = models.PositiveSmallIntegerField(default=0)

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("row of a register import")
        verbose_name_plural = _("rows of a register import")
        ordering = ["register_import", "position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="import_row_once_per_position", fields=["register_import", "position"])
        ]
        indexes = [
            # rows already there, in this file and in earlier ones
            models.Index(fields=["identity", "register_import", "position"], name="import_row_by_identity"),
            # the order rows are entered in
            models.Index(
                fields=["register_import", "outcome", "unit", "year", "paper_order", "position"],
                name="import_row_by_register",
            ),
            # the page of problems
            models.Index(fields=["register_import", "is_noted", "position"], name="import_row_noted"),
        ]

    def __str__(self) -> str:
        return f"{self.register_import_id}/{self.position}"


class RegisterImportMemory(models.Model):
    """What headings meant the last time a unit's book was taken over."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="+")
    mapping = models.JSONField(default=dict)

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.unit)

"""Requests of the persons honoured: what somebody asks about what the register says of them, and what became of it."""

from __future__ import annotations

import datetime
import secrets
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from honors.fields import FoldedField
from honors.models import AppendOnlyModel, HonoreePage, RegisterEntry, new_verification_code
from honors.storage import private_storage
from workflows.models.outgoing import OutgoingMail


def attachment_path(instance: DataSubjectRequest, filename: str) -> str:
    """Return a path that tells nothing: random letters, never the uploaded name."""
    return f"requests/{secrets.token_hex(16)}{PurePath(filename).suffix.lower()[:6]}"


class DataSubjectRequestQuerySet(models.QuerySet["DataSubjectRequest"]):
    """Filters on requests."""

    def open(self) -> DataSubjectRequestQuerySet:
        """Those that still want something done."""
        return self.filter(closed_at__isnull=True)

    def overdue(self, today: datetime.date | None = None) -> DataSubjectRequestQuerySet:
        """Open ones whose next day has passed."""
        return self.open().filter(due_on__lt=today or timezone.localdate())

    def soonest_first(self) -> DataSubjectRequestQuerySet:
        """Overdue first, then by the next day; those without one, newest first, at the end."""
        return self.order_by(F("due_on").asc(nulls_last=True), "-pk")


class DataSubjectRequest(models.Model):
    """One request under Law 91/2025/QH15, from a person without an account.

    Two clocks run from the day it arrived: an answer within two working days,
    the act within fifteen days (Decree 356/2025).  `due_on` is the next of
    the two that is still open, empty when neither is.  What the person wrote
    about themselves is erased some time after the end (`erased_at`); kind,
    entry, days and log stay.
    """

    class Kind(models.TextChoices):
        """What is asked, by the right it rests on."""

        CORRECTION = "correction", _("correct what is written")
        REMOVAL = "removal", _("take down my name, picture or story")
        OBJECTION = "objection", _("object to the entry or its publication")
        WITHDRAWAL = "withdrawal", _("withdraw my consent to publication")
        ACCESS = "access", _("know what is kept about me")

    class Asker(models.TextChoices):
        """Who asks."""

        HONOREE = "honoree", _("the person who is named")
        GUARDIAN = "guardian", _("parent or guardian")
        OTHER = "other", _("somebody else")

    class State(models.TextChoices):
        """What was decided; closing is a day of its own."""

        NEW = "new", _("arrived")
        IN_HAND = "in_hand", _("taken on")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        SET_ASIDE = "set_aside", _("set aside")

    reference = models.CharField(
        _("reference"), max_length=19, unique=True, default=new_verification_code, editable=False
    )
    # Of the form it came with: sent twice, it is one request.
    form_key = models.CharField(max_length=32, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    about = models.CharField(_("about"), max_length=300, blank=True)
    entry = models.ForeignKey(
        RegisterEntry, verbose_name=_("entry"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    page = models.ForeignKey(
        HonoreePage, verbose_name=_("profile"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asker = models.CharField(_("who asks"), max_length=8, choices=Asker.choices)
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    text = models.TextField(_("text"), blank=True)
    file = models.FileField(_("file"), storage=private_storage, upload_to=attachment_path, max_length=200, blank=True)
    folded = FoldedField("searched_text", max_length=440)
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.NEW)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("taken on by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    arrived_at = models.DateTimeField(_("arrived"))
    answer_by = models.DateField(_("answer by"))
    act_by = models.DateField(_("act by"))
    extended_on = models.DateField(_("extended on"), null=True)
    answered_on = models.DateField(_("answered on"), null=True)
    acted_on = models.DateField(_("acted on"), null=True)
    due_on = models.DateField(_("due"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    erased_at = models.DateTimeField(_("erased"), null=True)

    objects = DataSubjectRequestQuerySet.as_manager()

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("request of a person honoured")
        verbose_name_plural = _("requests of persons honoured")
        ordering = ["-arrived_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="request_erased_is_blank", condition=Q(erased_at=None) | Q(name="", phone="", email="", text="")
            ),
        ]
        indexes = [
            # the list, overdue first, and what the clock has to tell
            models.Index(fields=["due_on", "-id"], name="request_due"),
            # what is past its time
            models.Index(fields=["closed_at"], name="request_to_erase", condition=Q(erased_at=None)),
        ]

    def __str__(self) -> str:
        return gettext("Request no. %(number)s") % {"number": self.pk}

    @property
    def searched_text(self) -> str:
        """What the list is searched in."""
        return f"{self.name} {self.about}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.closed_at is None

    @property
    def was_answered_late(self) -> bool:
        """Whether the first answer came, or did not come yet, after its day."""
        return (self.answered_on or timezone.localdate()) > self.answer_by

    @property
    def was_acted_late(self) -> bool:
        """Whether the act came, or did not come yet, after its day."""
        return (self.acted_on or timezone.localdate()) > self.act_by

    def next_due(self) -> datetime.date | None:
        """The next of the two days that is still open. No query."""
        if not self.is_open:
            return None
        open_days = [self.answer_by if not self.answered_on else None, self.act_by if not self.acted_on else None]
        return min((day for day in open_days if day), default=None)


class RequestAction(models.TextChoices):
    """What can happen to a request."""

    ARRIVED = "arrived", _("arrived")
    TAKEN_ON = "taken_on", _("taken on")
    LINKED = "linked", _("entry named")
    ANSWERED = "answered", _("answered")
    GRANTED = "granted", _("granted")
    ACTED = "acted", _("acted on")
    REFUSED = "refused", _("refused")
    EXTENDED = "extended", _("time extended")
    SET_ASIDE = "set_aside", _("set aside")
    CLOSED = "closed", _("closed")
    ERASED = "erased", _("personal data erased")


class RequestAct(models.TextChoices):
    """What was done about a granted request; the first two are acts of the register, carried out from here."""

    MASK = "mask", _("masked the entry for good")
    UNPUBLISH = "unpublish", _("took the entry and its profile down")
    CORRECTED = "corrected", _("corrected what was written")
    COPY_GIVEN = "copy_given", _("gave the person a copy of what is kept")
    OTHER = "other", _("did something else")


class TellingChannel(models.TextChoices):
    """How the person was told."""

    MAIL = "mail", _("by e-mail")
    PHONE = "phone", _("by telephone")
    LETTER = "letter", _("by letter")
    IN_PERSON = "in_person", _("in person")


class RequestRecord(AppendOnlyModel):
    """One thing that happened to a request: who, when, in which words. Written once.

    `words` is what the person was told or, for the arrival, the consent they
    gave; the words of answers are erased with the rest of the personal data.
    """

    request = models.ForeignKey(DataSubjectRequest, on_delete=models.PROTECT, related_name="records")
    action = models.CharField(_("action"), max_length=9, choices=RequestAction.choices)
    act = models.CharField(_("act"), max_length=10, choices=RequestAct.choices, blank=True)
    channel = models.CharField(_("how"), max_length=9, choices=TellingChannel.choices, blank=True)
    told_on = models.DateField(_("told on"), null=True)
    words = models.TextField(_("words"), blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("record of a request")
        verbose_name_plural = _("records of requests")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.request_id} {self.action}"


class RequestLetter(OutgoingMail):
    """A mail to the person who asked: written with the record it tells of, sent by the clock after its commit."""

    record = models.OneToOneField(RequestRecord, on_delete=models.PROTECT, related_name="letter")
    created_at = models.DateTimeField()

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mail to a person who asked")
        verbose_name_plural = _("mails to persons who asked")
        default_permissions = ()
        indexes = [
            # what the clock has to send
            models.Index(fields=["mail", "next_attempt_at"], name="request_letter_to_send"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.mail}"

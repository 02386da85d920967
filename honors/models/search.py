"""What the public search knows: one row for everything a stranger may find, and the words that occur."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchKind(models.TextChoices):
    """What can be found."""

    ENTRY = "entry", _("people and collectives honoured")
    BULLETIN = "bulletin", _("bulletins")
    UNIT = "unit", _("units")
    GUIDELINE = "guideline", _("guideline")


class SearchDocument(models.Model):
    """A thing that can be found, in public words alone; the register, the bulletins and the rest are what is true.

    `tokens` is the only thing that is matched: words folded, paired and
    marked by `honors.search.tokens`, separated by spaces.  The migration that
    made this table made the index over it: an FTS5 table kept by triggers on
    SQLite, a GIN index on PostgreSQL.  A migration that rebuilds this table
    on SQLite has to make the triggers again.

    `position` orders results: day, kind and key in one number, so that both
    databases cut a long list at the same row.
    """

    kind = models.CharField(max_length=10, choices=SearchKind.choices)
    key = models.BigIntegerField()
    position = models.BigIntegerField(unique=True)
    day = models.DateField(null=True)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=400, blank=True)
    text = models.TextField(blank=True)
    tokens = models.TextField()

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="search_document_once", fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchWord(models.Model):
    """A folded word some document holds: what a misspelt word is compared with.

    Vietnamese has a few thousand syllables, so this stays small however large the register grows.
    """

    word = models.CharField(max_length=40, primary_key=True)

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.word

"""Unmistakable words in every private field there is, so that one of them in a public byte is a leak.

A field is private unless it is named here as public: one that is added later
is marked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.utils import DatabaseError
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

MARK = re.compile(rb"zq\d{3}x\d+", re.IGNORECASE)
# Numbers of private facts: five digits with this beginning stand nowhere else.
NUMBER = re.compile(rb"(?<![\w.#-])29[.,]?(\d{3})(?![\w-])")
PACKAGES = {"honors", "workflows", "portal"}
TEXTS = {"CharField", "TextField", "SlugField", "EmailField", "URLField", "FileField", "ImageField", "FoldedField"}
NUMBERS = {"PositiveSmallIntegerField", "PositiveIntegerField", "IntegerField", "SmallIntegerField"}
ALL = {"*"}
_SHORTEST = 12

PUBLIC: dict[str, set[str]] = {
    "bulletins.HomePage": ALL,
    "bulletins.BulletinIndexPage": ALL,
    "bulletins.BulletinPage": ALL,
    "bulletins.BulletinHonoree": ALL,
    "contact.ContactDetails": ALL,
    "media.PortalImage": ALL,
    "media.PortalRendition": ALL,
    # The guideline is public; drafts of it are looked for by their numbers (`test_crawl`).
    "workflows.Guideline": ALL,
    "workflows.Criterion": ALL,
    "workflows.RequiredDocument": ALL,
    "workflows.RouteStep": ALL,
    "workflows.Quota": ALL,
    "workflows.ConflictRule": ALL,
    "workflows.CalendarDay": ALL,
    "honors.MeritCategory": ALL,
    "honors.CommendationForm": ALL,
    "honors.Commendation": {"note"},
    "honors.Decision": {"number", "issuer"},
    "honors.Unit": {"code", "name", "short_name", "administrative_name", "path", "level"},
    "honors.UnitEvent": ALL,
    "honors.UnitPast": ALL,
    "honors.Register": ALL,
    "honors.RegisterEntry": {
        "number", "year", "verification_code", "honorific", "role", "unit_name", "unit_place", "citation",
        "public_name", "sort_key", "folded", "guideline_number",
    },
    "honors.EntryEvent": {"seq", "position", "commitments", "hash"},
    "honors.ChainHead": ALL,
    "honors.EntryStep": ALL,
    "honors.Ceremony": ALL,
    # Facts of ceremonies as they were once told in public.
    "honors.CeremonyEvent": ALL,
    "honors.CeremonyPhoto": ALL,
    "honors.HonoreeIndexPage": ALL,
    "honors.HonoreePage": {"name", "honorific", "role", "portrait_credit", "citation", "story", "gallery"},
    "honors.Programme": ALL,
    # The index holds what pages say; what it holds too much is found by its own tests.
    "honors.SearchDocument": ALL,
    "honors.SearchWord": ALL,
}  # fmt: skip
# Written and read by the machinery alone, and more than a word: what marks would break says nothing about anybody.
KEPT = {"workflows.BulkRow": {"judgement"}, "accounts.User": {"password"}, "honors.PublicChange": {"token"}}


def private_fields(model: type[models.Model]) -> Iterator[Any]:
    """Fields of a model that are nobody's business outside."""
    public = PUBLIC.get(model._meta.label, set()) | KEPT.get(model._meta.label, set())
    if public >= ALL:
        return
    for field in model._meta.concrete_fields:
        if field.model is model and not field.is_relation and not field.primary_key and field.name not in public:
            yield field


def marked_models() -> list[type[models.Model]]:
    """Models of ours with a private word or number, and Wagtail's memory of pages."""
    ours = [
        model
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in PACKAGES
        for model in config.get_models()
    ]
    return [model for model in (*ours, Revision, PageLogEntry) if any(map(_is_marked, private_fields(model)))]


def fill_empty_models() -> None:
    """Give each model to be marked a row, with the least a row needs."""
    for model in marked_models():
        _fill(model)


def _fill(model: Any) -> None:
    if models.QuerySet(model).exists():
        return
    row = model()
    for field in model._meta.concrete_fields:
        if not field.primary_key and not field.null and getattr(row, field.attname) in (None, ""):
            setattr(row, field.attname, _least(field))
    models.QuerySet(model).bulk_create([row])


def _least(field: Any) -> object:
    if field.is_relation:
        _fill(field.related_model)
        return models.QuerySet(field.related_model).values_list("pk", flat=True)[0]
    moments: dict[str, object] = {"DateField": timezone.localdate(), "DateTimeField": timezone.now()}
    kind = field.get_internal_type()
    return moments.get(kind, "x" if kind in TEXTS else 1)


def mark_everything() -> dict[str, str]:
    """Write a mark of its own into each private field of every row; return the fields by their marks' beginnings."""
    marks: dict[str, str] = {}
    for model in marked_models():
        for field in private_fields(model):
            if _is_marked(field):
                number = len(marks) + 100
                beginning = f"29{number:03d}" if field.get_internal_type() in NUMBERS else f"zq{number:03d}x"
                marks[beginning] = f"{model._meta.label}.{field.name}"
                _mark(model, field, number)
    return marks


def _is_marked(field: Any) -> bool:
    kind = field.get_internal_type()
    if field.choices:
        return False
    if kind == "JSONField" or kind in NUMBERS:
        return True
    # Shorter ones are codes of the machinery.
    return kind in TEXTS and (field.max_length or 1000) >= _SHORTEST


def _mark(model: type[models.Model], field: Any, number: int) -> None:
    # A plain queryset: records refuse to be rewritten, and nothing may hear of it.
    rows: Any = models.QuerySet(model)
    kind = field.get_internal_type()
    if kind in NUMBERS:
        _try(rows, field.name, 29_000 + number)
        return
    for pk in rows.values_list("pk", flat=True):
        word = f"zq{number:03d}x{pk}"
        _try(rows.filter(pk=pk), field.name, _marked(rows, pk, field, word) if kind == "JSONField" else word)


def _marked(rows: Any, pk: Any, field: Any, word: str) -> dict[str, str]:
    """The value with the word under each of its names, for code that knows the names, and under one of its own."""
    value = rows.values_list(field.name, flat=True).get(pk=pk)
    return {**(dict.fromkeys(value, word) if isinstance(value, dict) else {}), word: word}


def _try(rows: Any, name: str, value: object) -> None:
    """Write where a constraint lets it."""
    try:
        with transaction.atomic():
            rows.update(**{name: value})
    except DatabaseError:
        return

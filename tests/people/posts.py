"""What the tests of the people screens post, and who posts it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.rows import rows


def edit_address(person: Any) -> str:
    return reverse("people:edit", args=[person.pk])


def edit_data(person: Any, *new: dict[str, Any], **changes: Any) -> dict[str, Any]:
    names = set(person.groups.values_list("name", flat=True))
    return {
        "username": person.username,
        "full_name": person.full_name,
        "email": person.email,
        "is_active": "on" if person.is_active else "",
        "roles": sorted(names & {"Quản trị", "Biên tập bản tin"}),
        **rows(*new, standing={row.pk: row.until or "" for row in person.assignments.all()}),
        **changes,
    }


def groups_of(person: Any) -> set[str]:
    return set(person.groups.values_list("name", flat=True))

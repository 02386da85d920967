"""Cases on desks: short ways to put them there and to read what a screen or a file says of them."""

from __future__ import annotations

import csv
import datetime
import io
import re
from typing import Any

from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.factories import make_nomination
from tests.workflows.acts import approve
from tests.workflows.web import signed_in
from workflows import submission
from workflows.models import Nomination

DESK = "nomination_desk:desk"


def at_cell(cast: Cast, name: str, **fields: Any) -> Nomination:
    """A nomination of the first cell that its own reviewer has."""
    nomination = make_nomination(cast.units.cell, cast.chi_bo, name=name, **fields)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo)
    nomination.refresh_from_db()
    return nomination


def at_district(cast: Cast, name: str, **fields: Any) -> Nomination:
    """One that the district has."""
    nomination = at_cell(cast, name, **fields)
    approve(nomination, cast.bi_thu)
    return nomination


def of_ba_be(cast: Cast, name: str) -> Nomination:
    """One of the other cell that the other district has."""
    nomination = make_nomination(cast.units.cell_2, cast.chi_bo_2, name=name)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo_2)
    approve(nomination, cast.bi_thu_2)
    return nomination


def change(nomination: Nomination, **columns: Any) -> Nomination:
    """Write columns no screen writes."""
    Nomination.objects.filter(pk=nomination.pk).update(**columns)
    nomination.refresh_from_db()
    return nomination


def due_in(nomination: Nomination, days: int) -> Nomination:
    """Let it be due so many days from today."""
    return change(nomination, due_on=timezone.localdate() + datetime.timedelta(days=days))


def shown(person: Any, **query: Any) -> list[str]:
    """The names on a person's desk, in their order."""
    response = signed_in(person).get(reverse(DESK), query)
    assert response.status_code == 200
    table = response.context.get("table")
    return [line.name.removeprefix("ông ") for line in table.lines] if table else []


def exported(person: Any, **query: Any) -> list[list[str]]:
    """The lines of the CSV, its heading left out."""
    response = signed_in(person).get(reverse("nomination_desk:export_csv"), query)
    assert response.status_code == 200
    text = b"".join(response).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def cells(html: str) -> list[list[str]]:
    """What the table of the desk says, cell by cell, as a reader sees it."""
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr.*?</tr>", body, flags=re.DOTALL)
    return [
        [
            re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip()
            for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
        ]
        for row in rows
    ]

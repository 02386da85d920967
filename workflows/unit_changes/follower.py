"""The review as a follower of units that change (`honors.unit_events.following`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honors.unit_events.following import Consequence, Subject
from workflows.models import Nomination
from workflows.states import State
from workflows.unit_changes.cases import OPEN_STATES, follow_cases, open_cases
from workflows.unit_changes.people import follow_people, lasting_assignments, person_key

if TYPE_CHECKING:
    from collections.abc import Collection

    from honors.unit_events.following import Change


class ReviewFollower:
    """People, cases and letters; of dossiers the numbers alone are told."""

    def lock(self, unit_ids: Collection[int]) -> None:
        """Lock the open cases: whoever decides one just now is waited for, and finds it moved afterwards."""
        rows = open_cases(unit_ids).select_for_update(of=("self",))
        list(rows.values_list("pk", flat=True))

    def subjects(self, unit_id: int) -> list[Subject]:
        """People with a task in a divided unit, and its own open cases. Two queries."""
        people = [
            Subject("person", person_key(row), str(row.user), str(row.get_role_display()))
            for row in lasting_assignments([unit_id])
        ]
        cases = Nomination.objects.filter(unit=unit_id, state__in=OPEN_STATES).only("pk", "created_at", "state")
        return people + [
            Subject("case", case.reference, str(case), str(case.get_state_display())) for case in cases.order_by("pk")
        ]

    def consequences(self, unit_ids: Collection[int]) -> list[Consequence]:
        """How many people and cases hang on units. Three queries."""
        cases = open_cases(unit_ids).order_by()
        return [
            Consequence(_("people with a task"), lasting_assignments(unit_ids).values("user").distinct().count()),
            Consequence(_("open cases"), cases.count()),
            Consequence(_("of them being decided"), cases.filter(state=State.IN_REVIEW).count()),
        ]

    def follow(self, change: Change) -> list[str]:
        """Move people first, so that who decides is known, then cases."""
        return [*follow_people(change), *follow_cases(change)]

"""`tick` does what is due, as often as it is called."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page

from honors.chain.heads import keep_heads
from honors.generation import forget_old_changes
from portal.public_cache.front import purge_missed
from portal.timetable import JOBS, Job, publish_scheduled_pages, run_jobs
from tests.cast import Cast
from tests.factories import make_assignment, make_user
from workflows.bulk.carrying_out import carry_on_unfinished
from workflows.held_cases import free_held_cases
from workflows.models import Role
from workflows.nominee_lists.entering import forget_old_lists
from workflows.notices.mail import send_mail
from workflows.notices.reminders import remind
from workflows.orphan_files import sweep_orphans
from workflows.papers.orders import forget_old_papers
from workflows.register_imports.carrying_on import carry_on_unfinished as carry_on_unfinished_imports
from workflows.register_imports.carrying_on import forget_old_imports
from workflows.requests.reminders import remind_of_requests
from workflows.requests.retention import forget_persons_of_old_requests
from workflows.staff import refresh_all_groups

pytestmark = pytest.mark.django_db
STAFF_GROUP = "Cán bộ đơn vị"


def test_tick__publishes_a_page_whose_hour_has_come() -> None:
    page = Page.objects.get(slug="ban-tin", depth=3).specific
    page.live = False
    page.go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision = page.save_revision()
    revision.approved_go_live_at = page.go_live_at
    revision.save()
    page.save()
    call_command("tick")
    page.refresh_from_db()
    assert page.live


def test_tick__ends_access_with_the_assignment(cast: Cast) -> None:
    """Nobody touched the assignment today: its day has simply passed."""
    person = make_user("het-han")
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    assignment = make_assignment(person, cast.units.cell, Role.EDITOR)
    call_command("tick")
    assert person.groups.filter(name=STAFF_GROUP).exists()
    type(assignment).objects.filter(pk=assignment.pk).update(until=yesterday)
    call_command("tick")
    assert not person.groups.filter(name=STAFF_GROUP).exists()


def test_tick__a_failing_job_stops_no_other_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def fail() -> None:
        raise RuntimeError("planted")

    jobs = (Job("first", fail), Job("second", lambda: done.append("second")))
    assert run_jobs(jobs) == ["first"]
    assert done == ["second"]
    monkeypatch.setattr("portal.management.commands.tick.run_jobs", lambda: run_jobs(jobs))
    with pytest.raises(CommandError, match="first"):
        call_command("tick")


def test_tick__repeats_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[int] = []

    def pause(seconds: int) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise KeyboardInterrupt

    runs: list[str] = []

    def run_all() -> list[str]:
        runs.append("run")
        return ["first"]

    monkeypatch.setattr("time.sleep", pause)
    monkeypatch.setattr("portal.management.commands.tick.close_old_connections", lambda: None)
    monkeypatch.setattr("portal.management.commands.tick.run_jobs", run_all)
    complaints = io.StringIO()
    call_command("tick", "--every", "60", stderr=complaints)
    assert pauses == [60, 60, 60]
    assert len(runs) == 3
    assert complaints.getvalue().count("first") == 3


def test_timetable__names_what_the_contract_asks_for() -> None:
    assert [job.run for job in JOBS] == [
        publish_scheduled_pages, refresh_all_groups, free_held_cases, sweep_orphans, forget_old_lists,
        forget_old_changes, purge_missed, carry_on_unfinished, carry_on_unfinished_imports, forget_old_imports,
        forget_old_papers, keep_heads, remind,
        remind_of_requests, forget_persons_of_old_requests, send_mail,
    ]  # fmt: skip

"""What `tick` does each time: jobs that may run at any moment and twice without harm."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from honors.chain.heads import keep_heads
from honors.generation import forget_old_changes
from portal.public_cache.front import purge_missed
from workflows.bulk.carrying_out import carry_on_unfinished
from workflows.held_cases import free_held_cases
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

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One job, with the words for its report."""

    name: str
    run: Callable[[], object]


def publish_scheduled_pages() -> None:
    """Publish pages whose hour has come and take down those whose hour is over."""
    call_command("publish_scheduled", verbosity=0)


JOBS = (
    Job("scheduled pages", publish_scheduled_pages),
    # An assignment that ended yesterday gives no way into the admin today.
    Job("groups after ended assignments", refresh_all_groups),
    Job("cases in hands that decide no more", free_held_cases),
    Job("orphan files", sweep_orphans),
    Job("lists nobody confirmed", forget_old_lists),
    Job("announcements of changes long heard of", forget_old_changes),
    Job("purges that failed", purge_missed),
    Job("decisions on many that were left", carry_on_unfinished),
    Job("registers being taken over", carry_on_unfinished_imports),
    Job("registers nobody went on with", forget_old_imports),
    Job("papers of yesterday", forget_old_papers),
    Job("heads of the registers", keep_heads),
    Job("reminders", remind),
    Job("reminders of requests", remind_of_requests),
    Job("persons of old requests", forget_persons_of_old_requests),
    # Last: a mail server that hangs holds up nothing else.
    Job("mail", send_mail),
)
FAILED = _("These jobs failed, the others are done: %(names)s. The log says why.")


def run_jobs(jobs: tuple[Job, ...] = JOBS) -> list[str]:
    """Run every job and return the names of those that failed; one failure does not stop the next job."""
    failed = []
    for job in jobs:
        try:
            job.run()
        except Exception:
            logger.exception("tick: %s failed", job.name)
            failed.append(job.name)
    return failed

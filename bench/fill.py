"""`python -m bench.fill ENTRIES PENDING COPIES`: the demo of a size, its copies, and plain Wagtail's content."""

from __future__ import annotations

import sys

import django


def fill(entries: int, pending: int, copies: int) -> None:
    """Fill the database the environment names; a part that stands already is left as it is.

    Every pending case is put before the province, so that one reviewer's desk
    has as many as the budget speaks of.
    """
    from django.core.management import call_command
    from django.db import connection

    from bench.multiply import multiply_register
    from bench.stock.content import make_articles, make_workflow
    from bench.stock.models import ArticlePage
    from honors.levels import Level
    from honors.models import Unit
    from workflows.models import Nomination
    from workflows.states import State

    call_command("migrate", verbosity=0)
    call_command("seed_demo", entries=entries, pending=pending)
    if not ArticlePage.objects.exists():
        make_articles()
        make_workflow()
    if copies:
        multiply_register(copies)
    province = Unit.objects.get(level=Level.PROVINCE)
    Nomination.objects.filter(state=State.IN_REVIEW).update(waiting_level=Level.PROVINCE, waiting_unit=province)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    django.setup()
    fill(*map(int, sys.argv[1:]))

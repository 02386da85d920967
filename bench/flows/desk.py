"""A reviewer's first screens, against the plain article page and Wagtail's own dashboard."""

from __future__ import annotations

from unittest.mock import patch

from django.urls import reverse
from wagtail import hooks
from wagtail.models import Workflow

from bench.figures import Figure
from bench.flows.requests import PLAIN, answering, plain_run, portal_client
from bench.measuring import Run, count_queries, cpu_medians, repeatable
from bench.stock.content import WORKFLOW, stock_people
from bench.stock.models import Case, Place, Topic
from portal.accounts.models import User
from workflows.queue.lists import mine
from workflows.queue.reach import reach_of

REVIEWER = "tinh"
ROUNDS, STOCK_ROUNDS = 30, 5
# The contract, at a hundred cases and at ten thousand.
MOST_RATIO, MOST_HUGE_RATIO = 4.0, 5.0
HUGE = 5_000
STOCK_CASES = 150


def measure() -> list[Figure]:
    """Count and time desk and dashboard of the province's reviewer, for whom everything pending waits."""
    reviewer = User.objects.get(username=REVIEWER)
    waiting = mine(reach_of(reviewer)).count()
    client = portal_client(reviewer)
    limit = MOST_HUGE_RATIO if waiting > HUGE else MOST_RATIO
    urls = {"review desk": reverse("nomination_desk:desk"), "dashboard": reverse("wagtailadmin_home")}
    runs: dict[str, Run] = {what: repeatable(answering(client, url)) for what, url in urls.items()}
    queries = {what: sum(count_queries(run, what=what)) for what, run in runs.items()}
    medians = cpu_medians({**runs, PLAIN: plain_run()}, rounds=ROUNDS)
    return [
        Figure(
            what=f"{what}, {waiting} waiting",
            queries=queries[what],
            cpu_ms=medians[what],
            ratio=medians[what] / medians[PLAIN],
            most_ratio=limit,
        )
        for what in urls
    ]


def measure_stock() -> list[Figure]:
    """Count and time Wagtail's dashboard as it comes, for a reviewer with 150 cases to see."""
    people, workflow = stock_people(), Workflow.objects.get(name=WORKFLOW)
    place, topic = Place.objects.get(), Topic.objects.get()
    reviewer = people.reviewers[2]
    reviewer.groups.set(people.reviewers[0].groups.all())
    for number in range(STOCK_CASES):
        case = Case(place=place, topic=topic, created_by=people.submitter, name=f"Nông Văn {number}")
        case.live = False
        case.save()
        case.save_revision(user=people.submitter, clean=False)
        workflow.start(case, people.submitter)
    with patch.dict(hooks._hooks, {"construct_homepage_panels": []}):
        dashboard = repeatable(answering(portal_client(reviewer), reverse("wagtailadmin_home")))
        queries = sum(count_queries(dashboard, what="the stock dashboard"))
        medians = cpu_medians({"stock": dashboard, PLAIN: plain_run()}, rounds=STOCK_ROUNDS)
    return [
        Figure(
            what=f"Wagtail's own dashboard, {STOCK_CASES} waiting",
            queries=queries,
            cpu_ms=medians["stock"],
            ratio=medians["stock"] / medians[PLAIN],
        )
    ]

"""`python -m bench`: measure, print a table, keep the figures; ends with 1 when a budget is missed."""

from __future__ import annotations

import argparse
import sys

from bench.catalogue import FLOWS
from bench.databases import place_of_run
from bench.report import table, write
from bench.run import FlowError, run_flows


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure the budgets against plain Wagtail.")
    parser.add_argument("--large", action="store_true", help="also at 100,000 entries and 10,000 cases (takes minutes)")
    parser.add_argument("--only", metavar="TEXT", default="", help="only flows with this in their name")
    parser.add_argument("--reuse", action="store_true", help="keep the filled databases of an earlier run")
    options = parser.parse_args()
    flows = [flow for flow in FLOWS if options.only in flow.name and (options.large or not flow.is_large)]
    if not flows:
        parser.error(f"no such flow; there are: {', '.join(flow.name for flow in FLOWS)}")
    place = place_of_run()
    try:
        found = run_flows(flows, place=place, reuse=options.reuse)
    except FlowError as error:
        print(error, file=sys.stderr)
        return 2
    database = "postgresql" if place.server else "sqlite"
    path = write(found, folder=place.folder, database=database)
    print(f"\n{table(found)}\nOn {database}; kept in {path}")
    return 0 if all(figure.is_met for figures in found.values() for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())

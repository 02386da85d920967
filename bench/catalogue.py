"""What is measured, and why.  How is in `bench/flows/`, the running of it in `bench/run.py`.

Every figure is a number of queries, which is the same on every machine, or a
ratio of processor times taken in one process, alternately, which nearly is.
Milliseconds are printed beside them and mean nothing elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A database to measure in: the demo of a size, and plain Wagtail's 1,000 articles beside it."""

    name: str
    entries: int
    pending: int
    copies: int = 0

    @property
    def all_entries(self) -> int:
        """Entries with those of the copies."""
        return self.entries * (1 + self.copies)


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Something measured in a fresh copy of a scale's database, in a process of its own."""

    name: str
    why: str
    scale: Scale
    run: str
    """Where the function is, as `module:function`; it returns figures."""
    is_long: bool = False

    @property
    def is_large(self) -> bool:
        """Whether it is measured only where somebody asked for the large figures."""
        return self.is_long or self.scale in LARGE_SCALES


# A tenth more pending than the budget names: some of the invented cases are drafts or were returned.
DEMO = Scale(name="demo", entries=1_140, pending=120)
MANY_CASES = Scale(name="many-cases", entries=1_140, pending=10_900)
LARGE = Scale(name="large", entries=1_140, pending=0, copies=87)
LARGE_SCALES = (MANY_CASES, LARGE)

FLOWS = (
    Flow(
        name="loop",
        why="What a nomination costs from its first save to the public profile, against Wagtail's own engine.",
        scale=DEMO,
        run="bench.flows.loop:measure",
    ),
    Flow(
        name="bulk",
        why="What each of a hundred cases costs when they are approved together.",
        scale=DEMO,
        run="bench.flows.bulk:measure",
    ),
    Flow(
        name="pages",
        why="What a reader's request costs where no cache helps, against a plain article page.",
        scale=DEMO,
        run="bench.flows.pages:measure",
    ),
    Flow(
        name="search",
        why="What a search costs, whatever is asked for, against a plain article page.",
        scale=DEMO,
        run="bench.flows.search:measure",
    ),
    Flow(
        name="cached",
        why="What a reader's request costs where the page is kept, against a static file of the same bytes.",
        scale=DEMO,
        run="bench.flows.cached:measure",
    ),
    Flow(
        name="desk",
        why="What a reviewer's first screen costs with a hundred cases waiting.",
        scale=DEMO,
        run="bench.flows.desk:measure",
    ),
    Flow(
        name="stock dashboard",
        why="What Wagtail's own first screen costs with 150 cases waiting: the reason for a desk of ours.",
        scale=DEMO,
        run="bench.flows.desk:measure_stock",
    ),
    Flow(
        name="files",
        why="How fast the register is written as a file, in how much memory, and a thousand lines on paper.",
        scale=DEMO,
        run="bench.flows.files:measure",
    ),
    Flow(
        name="chain",
        why="How many events of the register are chained, verified and written out in a second.",
        scale=DEMO,
        run="bench.flows.chain:measure",
    ),
    Flow(
        name="weight",
        why="What a first visit to a profile loads.",
        scale=DEMO,
        run="bench.flows.weight:measure",
    ),
    Flow(
        name="import",
        why="How fast a paper register of ten thousand rows comes into the book.",
        scale=DEMO,
        run="bench.flows.imports:measure",
    ),
    Flow(
        name="import, large",
        why="Whether a hundred thousand rows come in as fast, and in no more memory.",
        scale=DEMO,
        run="bench.flows.imports:measure_large",
        is_long=True,
    ),
    Flow(
        name="pages, large",
        why="Whether a reader notices that the register grew a hundredfold.",
        scale=LARGE,
        run="bench.flows.pages:measure",
    ),
    Flow(
        name="search, large",
        why="Whether a search stays bounded among a hundred thousand entries.",
        scale=LARGE,
        run="bench.flows.search:measure",
    ),
    Flow(
        name="desk, large",
        why="Whether a reviewer notices ten thousand cases.",
        scale=MANY_CASES,
        run="bench.flows.desk:measure",
    ),
    Flow(
        name="chain, large",
        why="Whether the chain of a hundred thousand entries still verifies in a minute.",
        scale=LARGE,
        run="bench.flows.chain:measure",
    ),
    Flow(
        name="files, large",
        why="Whether a file of a hundred thousand rows takes more memory than one of a thousand.",
        scale=LARGE,
        run="bench.flows.files:measure",
    ),
)

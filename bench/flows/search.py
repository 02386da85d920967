"""The search as a stranger meets it, against a plain article page.

Nothing is answered from a cache.  The dear cases: words many entries hold,
together and as a phrase; a name; a query that finds nothing and is looked for
in other spellings; eight words; the names offered while somebody types.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from unittest.mock import patch
from urllib.parse import urlencode

from django.urls import reverse

from bench.figures import Figure
from bench.flows.requests import PLAIN, answering, plain_run, portal_client
from bench.measuring import Run, count_queries, cpu_medians, repeatable
from honors import generation
from honors.addresses import search_address
from honors.models import RegisterEntry, SearchDocument
from honors.search.words import words_in
from honors.vietnamese import fold

ROUNDS = 40
# The contract: a common phrase among 100,000 entries costs at most three plain pages.
MOST_RATIO = 3.0
_SAMPLE = 2000


def measure() -> list[Figure]:
    """Count and time each query in turn with the plain article.

    The generation is read once: every half second at most is no part of any request.
    """
    with patch.object(generation, "READ_EVERY", float("inf")):
        return _measure()


def _measure() -> list[Figure]:
    addresses = _addresses()
    client = portal_client()
    runs: dict[str, Run] = {what: repeatable(answering(client, url)) for what, url in addresses.items()}
    runs[PLAIN] = plain_run()
    queries = {what: sum(count_queries(run, what=what)) for what, run in runs.items()}
    medians = cpu_medians(runs, rounds=ROUNDS)
    figures = [
        Figure(
            what=what,
            queries=queries[what],
            cpu_ms=medians[what],
            ratio=medians[what] / medians[PLAIN],
            most_ratio=MOST_RATIO,
        )
        for what in addresses
    ]
    return [*figures, Figure(what=PLAIN, queries=queries[PLAIN], cpu_ms=medians[PLAIN], ratio=1.0)]


def _addresses() -> dict[str, str]:
    pairs, singles = _frequent()
    name = RegisterEntry.objects.named().order_by("pk").values_list("public_name", flat=True)[0]
    size = f"{SearchDocument.objects.count()} documents"
    return {
        f"common phrase, {size}": search_address(q=f'"{pairs[0]}"'),
        f"common words, {size}": search_address(q=f"{singles[0]} {singles[1]}"),
        f"common words, page 10, {size}": search_address(q=singles[0], kind="entry", page=10),
        f"name, {size}": search_address(q=fold(name)),
        f"eight words, {size}": search_address(q=" ".join(singles[:8])),
        f"nothing found, {size}": search_address(q=f"{singles[0]} xyzxyz"),
        f"nothing found, another spelling, {size}": search_address(q=f"{fold(name)}g"),
        f"while typing, {size}": f"{reverse('search:suggestions')}?{urlencode({'q': fold(name)[:4]})}",
    }


def _frequent() -> tuple[list[str], list[str]]:
    """The most frequent pairs of words and the most frequent words of the citations, most frequent first."""
    pairs: Counter[str] = Counter()
    singles: Counter[str] = Counter()
    for text in RegisterEntry.objects.named().order_by("pk").values_list("citation", flat=True)[:_SAMPLE]:
        folded = [word.folded for word in words_in(text)]
        singles.update(set(folded))
        pairs.update({f"{first} {second}" for first, second in pairwise(folded)})
    return [pair for pair, _count in pairs.most_common(1)], [word for word, _count in singles.most_common(8)]

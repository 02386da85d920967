"""What a measurement says, and when it says nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group

from bench.catalogue import FLOWS, Flow
from bench.databases import Place
from bench.figures import Figure, figure_from
from bench.measuring import Step, UnstableError, count_queries, cpu_medians, single
from bench.report import table, write

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure(what="a", queries=15, most_queries=15), True),
        (Figure(what="a", queries=16, most_queries=15), False),
        (Figure(what="a", queries=9, ratio=1.004, most_queries=15, most_ratio=1.0), True),
        (Figure(what="a", queries=9, ratio=1.01, most_queries=15, most_ratio=1.0), False),
        (Figure(what="a", value=45.1, most_value=45), False),
        (Figure(what="a", most_value=45), False),
    ],
)
def test_figure__is_met_within_every_limit(figure: Figure, met: bool) -> None:
    assert figure.has_budget
    assert figure.is_met is met


def test_figure__without_a_limit_is_no_budget() -> None:
    assert not Figure(what="a", queries=900, ratio=40.0).has_budget


def test_report__counts_budgets_and_keeps_the_figures(tmp_path: Path) -> None:
    found = {
        "loop": [Figure(what="ours", queries=150, most_queries=160), Figure(what="stock", queries=300)],
        "pages": [Figure(what="profile", ratio=1.2, most_ratio=1.0)],
    }
    text = table(found)
    assert "1 of 2 budgets met." in text
    assert next(line for line in text.splitlines() if "MISSED" in line).split()[0] == "profile"
    kept = write(found, folder=tmp_path, database="sqlite").read_text(encoding="utf-8")
    assert '"what": "profile"' in kept
    assert figure_from(found["pages"][0].as_dict()) == found["pages"][0]


@pytest.mark.django_db
def test_queries__of_each_step_are_counted_and_what_lies_between_is_not() -> None:
    def run() -> Iterator[Step]:
        yield Group.objects.count
        Group.objects.exists()
        yield lambda: (Group.objects.count(), Group.objects.exists())

    assert count_queries(run, what="two steps") == [1, 2]


@pytest.mark.django_db
def test_queries__that_change_from_round_to_round_are_no_result() -> None:
    rounds = iter(range(10))

    def step() -> None:
        for _query in range(next(rounds)):
            Group.objects.exists()

    with pytest.raises(UnstableError, match="growing"):
        count_queries(single(step), what="growing")


def test_processor_time__is_taken_in_turn() -> None:
    calls: list[str] = []
    runs = {name: single(lambda name=name: calls.append(name)) for name in ("ours", "plain")}  # type: ignore[misc]
    assert set(cpu_medians(runs, rounds=2)) == {"ours", "plain"}
    assert calls == ["ours", "plain"] * 3


def test_databases__are_folders_and_on_a_server_names_of_their_own(tmp_path: Path) -> None:
    embedded = Place(tmp_path).environment("demo")
    assert embedded["VAR_DIR"] == str(tmp_path / "demo")
    server = Place(tmp_path, "postgres://u@127.0.0.1:5432/ghidanh").environment("demo")
    assert server["DATABASE_URL"] == "postgres://u@127.0.0.1:5432/ghidanh_bench_demo"


def test_copy__is_a_fresh_one_each_time(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.create("demo")
    (tmp_path / "demo" / "ghidanh.sqlite3").write_text("rows")
    place.copy("demo", "work")
    (tmp_path / "work" / "ghidanh.sqlite3").write_text("changed")
    place.copy("demo", "work")
    assert (tmp_path / "work" / "ghidanh.sqlite3").read_text() == "rows"
    place.drop("work")
    assert not (tmp_path / "work").exists()


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_flow__names_a_function_that_is_there(flow: Flow) -> None:
    module, function = flow.run.split(":")
    tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}

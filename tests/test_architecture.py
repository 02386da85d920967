"""Imports point down, honors < workflows < portal, in string references too; modules stay small."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RANKS = {"honors": 0, "workflows": 1, "portal": 2}
# Django's labels of our apps, as string references name them.
APP_RANKS = {"honors": 0, "workflows": 1, "accounts": 2, "bulletins": 2, "contact": 2, "media": 2, "demo": 2}
# Where a page may stand is a rule of the site, whatever package the page is in.
PAGE_RULES = {"parent_page_types", "subpage_types"}
# Named by settings: the user and image models stand in portal, everybody refers to them.
SWAPPABLE = {"accounts.User", "media.PortalImage"}
MODEL_REFERENCE = re.compile(r"^([a-z_]+)\.([A-Z]\w+)$")
LONGEST_MODULE = 320
LONGEST_FUNCTION = 60


def tracked(*patterns: str) -> list[Path]:
    """Files of the project, new ones included, that git does not ignore."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).exists()]


def upward_references(source: str, package: str) -> Iterator[str]:
    """Every import and every reference by string from a package to one above it."""
    tree = ast.parse(source)
    rank = RANKS[package]
    exempt = {id(child) for node in ast.walk(tree) if _is_page_rule(node) for child in ast.walk(node)}
    for node in ast.walk(tree):
        for module in _imported(node):
            if RANKS.get(module.split(".")[0], -1) > rank:
                yield f"line {_line(node)}: imports {module}"
        if id(node) not in exempt:
            for reference in _references(node):
                if APP_RANKS.get(reference.split(".")[0], -1) > rank and reference not in SWAPPABLE:
                    yield f"line {_line(node)}: refers to {reference}"


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)


def _is_page_rule(node: ast.AST) -> bool:
    if isinstance(node, ast.AnnAssign):
        return isinstance(node.target, ast.Name) and node.target.id in PAGE_RULES
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id in PAGE_RULES for target in node.targets
    )


def _imported(node: ast.AST) -> list[str]:
    """Modules an import statement or an `import_module("…")` call names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module or ""]
    if isinstance(node, ast.Call) and _called(node) in {"import_module", "import_string", "__import__"}:
        return _texts(node.args[:1])
    return []


def _references(node: ast.AST) -> list[str]:
    """Models named by text: `"app.Model"` anywhere, `get_model("app", "model")`, a dotted path."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and MODEL_REFERENCE.match(node.value):
        return [node.value]
    if isinstance(node, ast.Call) and _called(node) == "get_model":
        texts = _texts(node.args)
        return [".".join(texts)] if texts and "." not in texts[0] else []
    return []


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


@pytest.mark.parametrize("package", sorted(RANKS))
def test_package__refers_to_nothing_above_it(package: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in tracked(f"{package}/**.py", f"{package}/*.py")
        for fault in upward_references(path.read_text(encoding="utf-8"), package)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("package", "line"),
    [
        ("honors", "import workflows"),
        ("honors", "from portal.accounts.models import User"),
        ("workflows", "def late():\n    from portal import settings"),
        ("honors", 'owner = models.ForeignKey("workflows.Nomination", on_delete=CASCADE)'),
        ("workflows", 'apps.get_model("bulletins", "BulletinPage")'),
        ("workflows", 'apps.get_model("bulletins.BulletinPage")'),
        ("honors", 'importlib.import_module("workflows.decisions")'),
        ("honors", 'import_string("portal.csp.header")'),
        ("workflows", 'class Page:\n    related: str = "bulletins.HomePage"'),
    ],
)
def test_checker__finds_a_planted_upward_reference(package: str, line: str) -> None:
    assert len(list(upward_references(line, package))) == 1


@pytest.mark.parametrize(
    ("package", "line"),
    [
        ("workflows", "from honors.models import Unit"),
        ("portal", 'models.ForeignKey("honors.HonoreePage", on_delete=CASCADE)'),
        ("honors", 'parent_page_types = ["bulletins.HomePage"]'),
        ("honors", 'subpage_types: list[str] = ["bulletins.HomePage"]'),
        ("honors", 'models.ForeignKey("media.PortalImage", on_delete=SET_NULL)'),
        ("honors", '"honors.Unit"'),
        ("workflows", "from . import models"),
    ],
)
def test_checker__lets_references_down_and_the_three_exceptions_pass(package: str, line: str) -> None:
    assert list(upward_references(line, package)) == []


def test_models__every_app_of_ours_has_its_rank_here() -> None:
    from django.apps import apps

    labels = {config.label for config in apps.get_app_configs() if config.name.split(".")[0] in RANKS}
    assert labels - {"portal"} == set(APP_RANKS)


def _own_modules() -> list[Path]:
    return [path for path in tracked("*.py") if "migrations" not in path.parts]


def test_modules__stay_small_enough_to_hold_in_the_head() -> None:
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in _own_modules()}
    assert {str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_functions__stay_small_enough_to_hold_in_the_head() -> None:
    long = {}
    for path in _own_modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}

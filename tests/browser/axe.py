"""axe-core, told which rules hold here."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser.visitor import Visitor

LEAST_RULES_MET = 4
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def violations(visitor: Visitor, within: str = "") -> list[str]:
    """What axe holds against the page, or against one part of it: rule, page and elements, one line each."""
    context: Any = within or None
    answer = Axe().run(visitor.page, context=context, options={"runOnly": RULES}).response
    assert len(answer["passes"]) > LEAST_RULES_MET, "axe saw hardly anything of the page"
    return [f"{visitor.page.url} {rule['id']}: {_elements(rule)}" for rule in answer["violations"]]


def _elements(rule: dict[str, Any]) -> str:
    return "; ".join(f"{node['target']} {node['failureSummary']}" for node in rule["nodes"])

"""axe-core, told which rules hold here."""

from __future__ import annotations

import os
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser.visitor import Visitor

LEAST_RULES_MET = 4
# Where there are hours, every page is looked at in every way.
IS_LONG_RUN = bool(os.environ.get("SOAK"))
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# What can differ between two colour schemes of one page, where schemes change nothing but colours.
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
_AXE = Axe()


def violations(visitor: Visitor, within: str = "") -> list[str]:
    """What axe holds against the page, or against one part of it: rule, page and elements, one line each."""
    answer = _answer(visitor, RULES, within)
    assert len(answer["passes"]) > LEAST_RULES_MET, "axe saw hardly anything of the page"
    return _lines(visitor, answer)


def colour_violations(visitor: Visitor) -> list[str]:
    """What axe holds against the page's colours alone; a fraction of the time all rules take."""
    answer = _answer(visitor, COLOUR_RULES)
    assert answer["passes"], "axe saw no text on the page"
    return _lines(visitor, answer)


def _answer(visitor: Visitor, rules: dict[str, Any], within: str = "") -> Any:
    """Run axe, put into the page once: it is half a megabyte to parse."""
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    if not visitor.page.evaluate("typeof axe === 'object'"):
        visitor.page.evaluate(_AXE.axe_script)
    return visitor.page.evaluate("([context, options]) => axe.run(context || document, options)", [within, options])


def _lines(visitor: Visitor, answer: Any) -> list[str]:
    return [f"{visitor.page.url} {rule['id']}: {_elements(rule)}" for rule in answer["violations"]]


def _elements(rule: dict[str, Any]) -> str:
    return "; ".join(f"{node['target']} {node['failureSummary']}" for node in rule["nodes"])

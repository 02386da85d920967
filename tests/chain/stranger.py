"""What somebody writes who has read docs/chain.md and nothing of our code: it imports none of it, on purpose."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def verify(chain: dict[str, Any]) -> None:
    """Raise ValueError with the first event of a chain file that does not fit."""
    previous = sha256(f"ghi-danh\n{chain['unit']}\n{chain['year']}")
    if previous != chain["genesis"]:
        raise ValueError("genesis")
    for place, event in enumerate(chain["events"], start=1):
        commitments = {}
        for name, field in event["fields"].items():
            if "value" in field:
                commitments[name] = sha256(f"{field['salt']}\n{name}\n{field['value']}")
            else:
                commitments[name] = field["commitment"]
        told = [previous, event["position"], event["number"], event["kind"], event["at"], commitments]
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if event["position"] != place or sha256(text) != event["hash"]:
            raise ValueError(f"event {place}")
        previous = event["hash"]
    if len(chain["events"]) != chain["length"] or previous != chain["head"]:
        raise ValueError("head")


def verify_against(chain: dict[str, Any], kept: dict[str, Any]) -> None:
    """Raise ValueError where a chain does not continue what a kept copy of the heads says of it."""
    for day, registers in kept["days"].items():
        head = registers.get(chain["register"])
        if head and (head["length"] > chain["length"] or chain["events"][head["length"] - 1]["hash"] != head["head"]):
            raise ValueError(f"rewritten since {day}")

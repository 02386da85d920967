"""The typesetter in a process of its own: an order on stdin, a PDF on stdout, a diagnosis on stderr.

Run by `honors.typesetting`; loads nothing of the portal.
"""

from __future__ import annotations

import json
import sys

import typst


def main() -> None:
    """Set one paper; exit with the diagnosis where it cannot be set."""
    order = json.load(sys.stdin.buffer)
    try:
        paper = typst.compile(
            order["source"],
            root=order["root"],
            sys_inputs={"data": order["data"]},
            # The structure a screen reader needs, or no PDF at all.
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
        )
    except RuntimeError as error:
        sys.exit(getattr(error, "diagnostic", "") or str(error))
    sys.stdout.buffer.write(paper)


if __name__ == "__main__":
    main()

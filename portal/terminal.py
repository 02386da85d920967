"""Texts for a terminal where Django is not there yet, or could not start.

They come from the portal's own catalogue by Python's gettext: Vietnamese as
everywhere, unless the terminal asks for English.  Whatever `python3` is reads
this file, so it keeps to words Python 3.6 knows.
"""

import gettext as catalogues
import os
from pathlib import Path

LOCALE_DIR = Path(__file__).resolve().parent / "locale"


def terminal_language() -> str:
    """Return `en` where the terminal is set to English, `vi` everywhere else."""
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if wanted.lower().startswith("en") else "vi"


def gettext(message: str) -> str:
    """Translate for the terminal; the English source itself where there is no catalogue."""
    catalogue = catalogues.translation("django", str(LOCALE_DIR), [terminal_language()], fallback=True)
    return catalogue.gettext(message)

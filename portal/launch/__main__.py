"""`python3 -m portal.launch`: what `make` calls before anything is installed.

Only the version of Python is looked at here, and in words Python 3.6 knows, so
that an old one reads a sentence and not a syntax error.
"""

import sys

from portal.terminal import gettext as _

OLDEST = (3, 11)
NEWEST = (3, 13)


def version_trouble(version: "tuple[int, int]") -> str:
    """Return the sentence for a Python the portal does not run on, or an empty text."""
    if OLDEST <= version <= NEWEST:
        return ""
    return _(
        "The portal runs on Python 3.11 to 3.13, and this is %(version)s: "
        "name another one, as in `make demo PYTHON=python3.11`."
    ) % {"version": ".".join(map(str, version))}


def main() -> int:
    """Run the command line; the exit code says whether it went well."""
    trouble = version_trouble(sys.version_info[:2])
    if trouble:
        sys.stderr.write(trouble + "\n")
        return 1
    from portal.launch.commands import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

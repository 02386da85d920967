#!/usr/bin/env python3
"""Run a management command of the portal."""

import os
import sys


def main() -> None:
    """Hand the command line to Django; settings that cannot be built end in their sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit("Django is not installed here: run `make demo` or `make test` first, they set it up in .venv.")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()

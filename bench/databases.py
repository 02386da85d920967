"""Databases to measure in: one filled for each scale, and a fresh copy of it for each flow.

A database is a folder: the SQLite file with pictures and files beside it.  On
PostgreSQL (DATABASE_URL) the folder holds the files and a database of its own
on that server holds the rows.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

FILLED = "filled"


@dataclass(frozen=True)
class Place:
    """Where the databases of a run are."""

    folder: Path
    server: str = ""

    def environment(self, name: str) -> dict[str, str]:
        """The variables that point the portal at a database."""
        values = {**os.environ, "VAR_DIR": str(self.folder / name), "DJANGO_SETTINGS_MODULE": "bench.settings"}
        # No pool: a copy is made of a database nobody is connected to.
        return {**values, "DATABASE_URL": self._url(name), "DATABASE_POOL": "0"} if self.server else values

    def is_filled(self, name: str) -> bool:
        """Whether an earlier run left it complete."""
        return (self.folder / name / FILLED).exists()

    def mark_filled(self, name: str) -> None:
        """Say that it is complete."""
        (self.folder / name / FILLED).touch()

    def create(self, name: str) -> None:
        """Make an empty one, in place of what was there."""
        self.drop(name)
        (self.folder / name).mkdir(parents=True)
        if self.server:
            self._execute(f'CREATE DATABASE "{self._database(name)}"')

    def copy(self, source: str, name: str) -> None:
        """Make a copy, in place of what was there."""
        self.drop(name)
        shutil.copytree(self.folder / source, self.folder / name)
        if self.server:
            self._execute(f'CREATE DATABASE "{self._database(name)}" TEMPLATE "{self._database(source)}"')

    def drop(self, name: str) -> None:
        """Remove one; nothing where there is none."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        if self.server:
            self._execute(f'DROP DATABASE IF EXISTS "{self._database(name)}"')

    def _database(self, name: str) -> str:
        return f"{urlsplit(self.server).path.strip('/')}_bench_{name}"

    def _url(self, name: str) -> str:
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{self._database(name)}"))

    def _execute(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(statement.encode())


def place_of_run() -> Place:
    """Where this run works: below VAR_DIR, and on the server that DATABASE_URL names."""
    root = Path(__file__).resolve().parent.parent
    folder = Path(os.environ.get("VAR_DIR") or root / "var") / "bench"
    url = os.environ.get("DATABASE_URL", "")
    return Place(folder, url if url.startswith(("postgres:", "postgresql:")) else "")

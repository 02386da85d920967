"""The portal's settings with what tests need: files of their own, a quick hash, static files unhashed."""

from __future__ import annotations

import os

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES, STORAGES, VAR_DIR

# Beside the database of the run; each parallel process has its own.
TEST_FILES = VAR_DIR / "test-files" / os.environ.get("PYTEST_XDIST_WORKER", "single")
STATIC_ROOT = TEST_FILES / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = TEST_FILES / "media"
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": STORAGES["private"]["BACKEND"],
        "OPTIONS": {**STORAGES["private"]["OPTIONS"], "location": TEST_FILES / "private"},
    },
    # No manifest: a test needs no `collectstatic` before it.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # A server set up without a language makes ASCII databases.
    DATABASES["default"]["TEST"] = {"CHARSET": "UTF8", "TEMPLATE": "template0"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests look at pages as they are built; those of the cache itself switch it on.
PUBLIC_CACHE_BYTES = int(os.environ.get("PUBLIC_CACHE_BYTES", "0"))

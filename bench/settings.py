"""The portal's settings with plain Wagtail's models beside it."""

from __future__ import annotations

from portal.settings import *  # noqa: F403
from portal.settings import ALLOWED_HOSTS, INSTALLED_APPS, MIDDLEWARE, STORAGES

INSTALLED_APPS = ["bench.stock", *INSTALLED_APPS]
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
# No `collectstatic` before a measurement, for either side.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Pages are measured as they are built; the flow of the cache switches it on.
PUBLIC_CACHE_BYTES = 0

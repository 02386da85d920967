"""Static files with a fingerprint in their name, compressed once at collection."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; the demo skips brotli, which takes most of a minute on Wagtail's files."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """Return the compressor, with gzip alone in the demo."""
        return Compressor(use_brotli=not settings.DEMO, **kwargs)

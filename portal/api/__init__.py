"""The read-only API at /api/v1/: what the pages show, for other programs."""

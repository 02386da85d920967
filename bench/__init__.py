"""Measures the portal against plain Wagtail in one run (`make bench`)."""

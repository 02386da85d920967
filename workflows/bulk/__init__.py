"""Decisions on many nominations at once: each row its own sheet, its own transaction and its own fate."""

"""Dates as people here write them, in every language of the portal."""

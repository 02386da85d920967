"""Finished answers to strangers: kept for one generation of the public site, revalidated by their visitors."""

"""Periodic reports: counted from the ledger as recorded on a day, kept with a fingerprint, and counted again."""

"""Periodic reports inside the admin: issued by the province's editors, read and verified by whoever works here."""

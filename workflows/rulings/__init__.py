"""Decisions of authorities inside the admin: who reads, writes and revokes them, and which entries they name."""

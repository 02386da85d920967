"""Requests of persons honoured: received without an account, answered and acted on by the province's editors."""

"""Screens of the desk: thin, each asks permissions, calls a verb and says what happened."""

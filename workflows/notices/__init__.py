"""Telling people what happened: written with the act, mailed after its commit."""

"""Search: one index for everything a stranger may find, folded by ourselves, bounded, alike on both databases.

Modules import downwards only: rebuilding, entries, units → finding, index → engine, tokens → words.
"""

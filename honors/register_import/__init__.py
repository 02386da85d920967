"""Paper and Excel registers of the years before a unit's first nomination here, taken over as entries.

A file is read, its columns are mapped, every row is checked and kept beside
its problems; nothing is in the book before a second person confirmed, and
then all of it is, or nothing.  Who may do this is asked by the caller.
Modules import downwards only: undoing, running → checking → rows → units,
dates, columns.
"""

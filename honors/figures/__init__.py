"""The figures of the register on any day: one source for every page, file and report that prints a total."""

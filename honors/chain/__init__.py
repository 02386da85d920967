"""The chain of a register's events: how it is made, checked, shown and kept day by day (docs/chain.md)."""

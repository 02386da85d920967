"""Units that change: events are read, planned for a day, asked about, applied at once and followed."""

"""Reports on the review: pure reads of decision records, and how they are shown."""

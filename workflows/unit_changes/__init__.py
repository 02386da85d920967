"""What hangs on units in the review, when units change: people, cases, letters."""

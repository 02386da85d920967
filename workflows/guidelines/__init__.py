"""The guideline as data: its versions, what they say, how they differ, and what they ask of a nomination."""

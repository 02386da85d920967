"""Paper registers are taken over by the province: one editor brings the file, a second person confirms it."""

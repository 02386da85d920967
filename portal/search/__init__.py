"""The search page, /tim-kiem/: everything the index of `honors.search` knows, in one place."""

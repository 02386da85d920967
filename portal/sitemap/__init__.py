"""The sitemap: an index of sections, each a few thousand addresses at most."""

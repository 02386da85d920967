"""Who is there for the public, and how the site can be used by everybody."""

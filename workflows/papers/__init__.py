"""Papers people print inside the admin: at once where they are short, ordered and set by a task where they are long."""

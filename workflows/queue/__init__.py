"""The queue: which cases a person sees at the desk, in what order, under which filters."""

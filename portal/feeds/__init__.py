"""RSS 2.0 and Atom feeds of bulletins and of the register."""

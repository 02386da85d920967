"""Flag-salute ceremonies as everybody may read them: units, days, places and pictures, never a person's name."""

"""Reading the organisation and its catalogues from CSV files.

Every import checks its whole file first and names all that is wrong with it
at once; then it writes everything in one transaction or nothing.
"""

from honors.imports.catalogues import import_commendation_forms, import_merit_categories
from honors.imports.report import ImportRefusedError, ImportReport, Problem, Progress
from honors.imports.units import import_units

__all__ = [
    "ImportRefusedError",
    "ImportReport",
    "Problem",
    "Progress",
    "import_commendation_forms",
    "import_merit_categories",
    "import_units",
]

"""May I manage the organisation: units, enrolments, catalogues, people."""

from __future__ import annotations

from typing import Any

ADMINISTRATORS = "Quản trị"


def user_is_administrator(user: Any) -> bool:
    """Whether a person manages the organisation: an active administrator or superuser.

    Administration gives no authority on nominations.  The answer is kept on
    the user object, which lives as long as a request: one query at most.
    """
    if not user.is_active or user.is_anonymous:
        return False
    if user.is_superuser:
        return True
    answer: bool | None = getattr(user, "_is_administrator", None)
    if answer is None:
        answer = user.groups.filter(name=ADMINISTRATORS).exists()
        user._is_administrator = answer
    return answer

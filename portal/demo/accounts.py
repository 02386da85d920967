"""The demo's people: the accounts of the loop, and staff for every other unit on a route."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.contrib.auth.models import Group

from honors.levels import Level
from honors.models import Unit
from honors.permissions import ADMINISTRATORS
from portal.accounts.models import User
from portal.demo.facts import PASSWORD, PROGRAMME_START, SAMPLE_MARK, dice, moment
from portal.demo.names import invent_name
from workflows.models import Assignment, Role
from workflows.staff import refresh_all_groups

BULLETIN_EDITORS = "Biên tập bản tin"


@dataclass(frozen=True)
class Account:
    """An account of the loop: its name, what it does where, and a group of its own if it has one."""

    username: str
    woman: bool
    unit: str = ""
    role: str = ""
    group: str = ""


ACCOUNTS = (
    Account("bien-tap", True, group=BULLETIN_EDITORS),
    Account("chi-bo", True, "X029", Role.EDITOR),
    Account("bi-thu", False, "X029", Role.REVIEWER),
    Account("huyen", False, "D04", Role.REVIEWER),
    Account("tinh", False, "P01", Role.REVIEWER),
    Account("tinh-bt", True, "P01", Role.EDITOR),
    Account("quan-tri", False, group=ADMINISTRATORS),
    Account("chi-bo-2", False, "X021", Role.EDITOR),
    Account("bi-thu-2", True, "X021", Role.REVIEWER),
    Account("huyen-2", True, "D02", Role.REVIEWER),
)


class Staff:
    """Who acts where, by unit and role; read back when nominations are made."""

    def __init__(self) -> None:
        self._by_post: dict[tuple[int, str], User] = {}
        self._by_name: dict[str, User] = {}

    def post(self, user: User, unit: Unit, role: str) -> None:
        """Remember who holds a post."""
        self._by_post[unit.pk, role] = user

    def add(self, user: User) -> None:
        """Remember an account."""
        self._by_name[user.username] = user

    def holds(self, unit: Unit, role: str) -> bool:
        """Whether a post is filled."""
        return (unit.pk, role) in self._by_post

    def editor(self, unit: Unit) -> User:
        """Who nominates for a unit."""
        return self._by_post[unit.pk, Role.EDITOR]

    def reviewer(self, unit: Unit) -> User:
        """Who decides for a unit."""
        return self._by_post[unit.pk, Role.REVIEWER]

    def named(self, username: str) -> User:
        """An account by its user name."""
        return self._by_name[username]


def make_staff(keeping: list[Unit], report: Callable[[int], None]) -> Staff:
    """Make the accounts of the loop, and invented staff wherever a route of the keeping units passes."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    staff = Staff()
    password = make_password(PASSWORD, salt="ghi-danh-demo")
    users = [_user(account.username, woman=account.woman, password=password) for account in ACCOUNTS]
    posts = [
        (user, units[account.unit], account.role) for user, account in zip(users, ACCOUNTS, strict=True) if account.unit
    ]
    filled = {(unit.code, role) for _user_, unit, role in posts}
    for unit, role in _needed_posts(keeping, units):
        if (unit.code, role) not in filled:
            user = _user(f"{unit.code.lower()}-{'bt' if role == Role.EDITOR else 'xd'}")
            users.append(user)
            posts.append((user, unit, role))
    User.objects.bulk_create(users)
    Assignment.objects.bulk_create(
        Assignment(user=user, unit=unit, role=role, since=PROGRAMME_START) for user, unit, role in posts
    )
    for user in users:
        staff.add(user)
    for user, unit, role in posts:
        staff.post(user, unit, role)
    _join_groups(staff)
    report(len(users))
    return staff


def _needed_posts(keeping: list[Unit], units: dict[str, Unit]) -> list[tuple[Unit, str]]:
    """Editor and reviewer of every keeping unit, and a reviewer of everything above one."""
    above = {code for unit in keeping for code in unit.ancestor_codes}
    ancestors = [unit for code, unit in units.items() if code in above and unit.level <= Level.PROVINCE]
    return [
        *((unit, role) for unit in keeping for role in (Role.EDITOR, Role.REVIEWER)),
        *((unit, Role.REVIEWER) for unit in ancestors),
    ]


def _user(username: str, *, woman: bool | None = None, password: str = "") -> User:
    """Return an account; without a password nobody can sign in to it."""
    rng = dice("account", username)
    is_woman = rng.random() < 0.4 if woman is None else woman
    return User(
        username=username,
        full_name=f"{invent_name(rng, woman=is_woman)} {SAMPLE_MARK}",
        password=password or f"{UNUSABLE_PASSWORD_PREFIX}demo",
        date_joined=moment(PROGRAMME_START),
    )


def _join_groups(staff: Staff) -> None:
    for account in ACCOUNTS:
        if account.group:
            staff.named(account.username).groups.add(Group.objects.get(name=account.group))
    refresh_all_groups()

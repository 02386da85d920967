"""The demo's accounts as `make demo` prints them."""

from __future__ import annotations

from portal.demo.facts import PASSWORD
from portal.launch.programs import say
from portal.terminal import gettext as _


def demo_accounts() -> dict[str, str]:
    """Return what each account of the demo does, in the order of the loop."""
    return {
        "bien-tap": _("writes bulletins"),
        "chi-bo": _("editor of Chi bộ thôn Nà Mẫu 15 (mẫu), Quảng Bạch: nominates"),
        "bi-thu": _("its secretary: first approval"),
        "huyen": _("reviewer of Huyện ủy Chợ Đồn: second approval"),
        "tinh": _("province reviewer: last approval, then it stands in the register"),
        "tinh-bt": _("province editor: publishes, unpublishes, moderates bulletins"),
        "quan-tri": _("administrator: units, catalogues, people"),
        "chi-bo-2": _("editor of a neighbour, Chi bộ thôn Nà Mẫu 07 (mẫu), Khang Ninh"),
        "bi-thu-2": _("the neighbour's secretary"),
        "huyen-2": _("reviewer of Huyện ủy Ba Bể"),
    }


def say_welcome(port: int) -> None:
    """Print where the demo is and who may sign in."""
    accounts = demo_accounts()
    width = max(map(len, accounts))
    say("")
    say(_("Public pages:  %(address)s") % {"address": f"http://localhost:{port}/"})
    say(_("Sign in:       %(address)s") % {"address": f"http://localhost:{port}/admin/"})
    say(_("Password of every account: %(password)s") % {"password": PASSWORD})
    for username, part in accounts.items():
        say(f"  {username:<{width}}  {part}")
    say(_("Ctrl-C stops the demo."))

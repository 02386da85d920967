"""How often one address may send the form, and how often one entry may be asked about: counted in the cache.

Counters live as long as their window and hold a hash, never an address.  In
local memory each process counts for itself; with Redis all count together.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 60 * 60


@dataclass(frozen=True)
class Limit:
    """So many in so many seconds."""

    name: str
    most: int
    seconds: int

    def is_passed(self, key: str) -> bool:
        """Count one more; say whether it is one too many. Two calls of the cache."""
        kept = f"requests:{self.name}:{salted_hmac('ghidanh.throttle', key).hexdigest()[:32]}"
        cache.add(kept, 0, self.seconds)
        try:
            return cache.incr(kept) > self.most
        except ValueError:
            # The window ended between the two calls: this one is the first of the next.
            return False


# Whatever is sent, mistakes included.
ATTEMPTS = Limit("attempts", 40, HOUR)
# What was accepted: a village behind one connection still gets through.
ACCEPTED = Limit("accepted", 10, HOUR)
# About one entry or profile, from wherever.
ABOUT_ONE = Limit("about", 20, 24 * HOUR)


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: as many places before the end as there are proxies of our own (TRUSTED_PROXIES)."""
    own = settings.TRUSTED_PROXIES
    passed_on = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if own and len(passed_on) >= own:
        return passed_on[-own]
    return str(request.META.get("REMOTE_ADDR", ""))

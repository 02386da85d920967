"""Where Wagtail looks for hooks; the demo has one, beside what it is about."""

from portal.demo import origin as origin

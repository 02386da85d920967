"""How gunicorn serves the portal, in the demo and on a server; its own command line wins over this file."""

import multiprocessing
import os
import sys

from portal.environment import problems

# A server runs no system checks at its start: a wrong variable would pass for its default.
faults = problems(os.environ)
if faults:
    sys.exit("\n".join(map(str, faults)))

wsgi_app = "portal.wsgi"
# Threads: measured nearly three times the requests a second of the sync worker.
worker_class = "gthread"
workers = min(multiprocessing.cpu_count(), 4)
threads = 4
# A worker that answers nobody for this long is replaced; uploads of 20 MB come over slow lines.
timeout = 120
graceful_timeout = 10
# No socket for remote control: nothing here uses it.
control_socket_disable = True
loglevel = "warning"

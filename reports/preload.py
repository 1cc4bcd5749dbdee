"""What worker processes have loaded before they begin, so that each starts at once: the engines, and no claim."""

import signal
from contextlib import suppress
from importlib import import_module

MODULES = (
    "reports.work",
    "reports.cli",  # the command's own module: a child process imports it again otherwise
    "theorems.latex",
    "numerics.falsify",
    "numerics.search_psatz",
    "scipy.optimize",
)

signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that the reader started
for name in MODULES:
    with suppress(Exception):  # what cannot be loaded says so where it is needed
        import_module(name)

"""What worker processes have loaded before they begin, so that each starts at once: the engines, and no claim."""

import signal
import sys
from contextlib import suppress
from hashlib import sha256
from importlib import import_module
from pathlib import Path

MODULES = (
    "reports.work",
    "reports.cluster",
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

# The modules of this tree as they were loaded, by file: a process that has them longer than a job can tell.
_OURS = {str(getattr(module, "__file__", "")) for module in list(sys.modules.values())}
LOADED = {
    file: sha256(Path(file).read_bytes()).hexdigest()
    for file in _OURS if file.startswith(str(Path(__file__).parent.parent)) and "site-packages" not in file
}  # fmt: skip

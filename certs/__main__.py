"""``python -m certs check PATH...``: accept or reject certificates, each by replaying it."""

import sys

# Run from the root of a clone, the first entry of the path is that folder, and a file json.py in it would shadow the
# standard library's. The package itself is already found; nothing else of that folder is wanted.
_root = __file__.replace("\\", "/").rsplit("/", 2)[0]
_here = [entry for entry in sys.path if entry.replace("\\", "/").rstrip("/") in ("", ".", _root)]
sys.path[:] = [entry for entry in sys.path if entry not in _here]

from certs.command import main  # noqa: E402

sys.exit(main(sys.argv[1:]))

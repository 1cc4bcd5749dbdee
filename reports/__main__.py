"""``python -m reports``: the same as ``marginalia``."""

from reports.cli import main

if __name__ == "__main__":
    main()

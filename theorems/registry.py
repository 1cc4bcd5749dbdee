"""Finding claim files and loading them."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
from pathlib import Path

from theorems.claim import REGISTRY, ROOT, Claim, ClaimError

KINDS = ("lemma", "theorem", "proposition", "corollary", "claim", "definition", "problem", "equation", "remark",
         "footnote", "algorithm", "figure", "fact", "section")  # fmt: skip


def claim_files(folder: Path | None = None) -> list[Path]:
    """Every claim file below a folder (the suite's own by default), sorted."""
    base = folder or ROOT / "theorems"
    return sorted(path for path in base.rglob("*.py") if path.name.split("_")[0] in KINDS and path.name != "claim.py")


def load(path: Path) -> list[Claim]:
    """Import one claim file and return the claims that it states, in their order there.

    Raises ClaimError, naming the file and the cause, when the file cannot be imported.
    """
    path = path.resolve()
    inside = path.is_relative_to(ROOT)
    elsewhere = ("_claims", hashlib.sha256(str(path).encode()).hexdigest()[:16], path.stem)
    parts = path.relative_to(ROOT).with_suffix("").parts if inside else elsewhere
    name = ".".join(parts)
    try:
        if inside:
            importlib.import_module(name)
        elif name not in sys.modules:
            spec = importlib.util.spec_from_file_location(name, path)
            if spec is None or spec.loader is None:
                raise ClaimError(f"{path}: not a Python file")
            module = importlib.util.module_from_spec(spec)
            sys.modules[name] = module
            spec.loader.exec_module(module)
    except ClaimError:
        raise
    except Exception as error:
        sys.modules.pop(name, None)
        raise ClaimError(f"{path}: cannot be loaded: {type(error).__name__}: {error}") from error
    return [c for c in REGISTRY.values() if c.file.resolve() == path]


def load_all(folder: Path | None = None) -> dict[str, Claim]:
    """Load every claim file below a folder; returns id to claim, in the order of the files."""
    claims = [c for path in claim_files(folder) for c in load(path)]
    return {c.id: c for c in claims}

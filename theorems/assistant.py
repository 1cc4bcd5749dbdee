"""Formal proofs in Coq that lie beside claims: what they prove, whether Coq accepts them, and the records of that.

``lemma_2_3_5.v`` beside ``lemma_2_3_5.py`` proves, with the keyword ``Theorem``, statements that are named after a
variant: ``lemma_2_3_5_printed`` of the claim ``SOURCE.lemma_2_3_5``, ``lemma_2_3_5_mixed_p_printed`` of a step of its
proof, and ``..._printed_refuted`` where the negation is proved. What Coq says of such a theorem, the statement and the
axioms that it rests on, is kept in a record below ``certs/formal``, with the hashes of the files that it was said of.
A verdict never depends on any of this.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from theorems.claim import ROOT

FORMAT = "marginalia-formal/1"
LIBRARY = ROOT / "theorems"  # of shared definitions, in its folder formal
SECONDS = 600  # for one file
# The axioms of Coq's real numbers, functional extensionality, classical logic: nothing else may be assumed.
ACCEPTED = {
    "ClassicalDedekindReals.sig_forall_dec",
    "ClassicalDedekindReals.sig_not_dec",
    "FunctionalExtensionality.functional_extensionality_dep",
    "Classical_Prop.classic",
}
INSTALL = "apt install coq libcoq-coquelicot libcoq-interval libcoq-mathcomp"
PACKAGES = ("coq", "libcoq-coquelicot", "libcoq-interval", "libcoq-flocq", "libcoq-mathcomp")
QUIET = ("-q", "-w", "none")
THEOREM = re.compile(r"^Theorem\s+(\w+)", re.MULTILINE)
IMPORT = re.compile(r"^From\s+([\w.]+)\s+Require\s+Import\s+([\w\s]+)\.", re.MULTILINE)
MODULE = re.compile(r"\bModule\s+(?:Type\s+|Import\s+|Export\s+)?(\w+)")
SHARED = re.compile(r"^(?:Definition|Fixpoint|Inductive|Record)\s+(\w+)(?s:.*?)\.$", re.MULTILINE)


class FormalError(Exception):
    """A formal proof is not what its name says, or its record is not of it; names the file, the cause, what to do."""


@dataclass(frozen=True)
class Theorem:
    """A theorem of a Coq file about a variant of a claim: it proves the variant's statement, or its negation."""

    name: str
    file: Path
    negation: bool


def coq() -> str | None:
    """The path of ``coqc``, None where Coq is not installed."""
    return shutil.which("coqc")


@cache
def tools() -> dict[str, str]:
    """The versions of Coq and, where the system's packages tell, of its libraries. Needs Coq."""
    said = subprocess.run([coq() or "coqc", "--version"], capture_output=True, text=True, check=True).stdout
    found = dict(zip(("coqc", "ocaml"), re.findall(r"version (\S+)|OCaml (\S+)", said), strict=False))
    versions = {name: "".join(pair) for name, pair in found.items()}
    if shutil.which("dpkg-query"):
        query = ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *PACKAGES]
        lines = subprocess.run(query, capture_output=True, text=True, check=False).stdout.splitlines()
        versions |= dict(pair for line in lines if len(pair := line.split()) == 2)
    return versions


# --- what there is -------------------------------------------------------------------------------------------


def theorem_name(claim: str, variant: str) -> str:
    """The name of the theorem about a variant of a claim, without the ending of a refutation."""
    return f"{claim.partition('.')[2].replace('.', '_')}_{variant}"


def theorems_of(file: Path) -> dict[str, Theorem]:
    """The theorems of the Coq file beside a claim's file: name without the ending of a refutation to theorem.

    Empty where there is no such file. Raises FormalError for a variant that is both proved and refuted.
    """
    path = file.with_suffix(".v")
    if not path.is_file():
        return {}
    found: dict[str, Theorem] = {}
    for name in THEOREM.findall(without_comments(path.read_text(encoding="utf-8"))):
        about = name.removesuffix("_refuted")
        if about in found:
            raise FormalError(f"{path}: states {found[about].name} and {name}: one theorem for each variant")
        found[about] = Theorem(name, path, name != about)
    return found


def stray(found: Iterable[Theorem]) -> str:
    """What to say of theorems of a Coq file that are named after no variant of a claim, "" where there are none."""
    lost = sorted(found, key=lambda theorem: theorem.name)
    if not lost:
        return ""
    names, file = ", ".join(theorem.name for theorem in lost), lost[0].file
    said = f"named after no variant of a claim of {file.with_suffix('.py').name}: rename them, or call them Lemma"
    return f"{shown(file)}: {names}: {said}"


def without_comments(text: str) -> str:
    """Coq's text with its comments, which may be nested, replaced by a space."""
    out, depth, at = [], 0, 0
    for mark in re.finditer(r"\(\*|\*\)", text):
        if not depth:
            out.append(text[at : mark.start()] + " ")
        depth += 1 if mark[0] == "(*" else -1 if depth else 0
        at = mark.end()
    return "".join([*out, "" if depth else text[at:]])


class Definitions:
    """The definitions of our own in Coq files, each file read once; ``places`` maps logical names to folders."""

    def __init__(self, places: dict[str, Path]) -> None:
        self.places = places
        self._files: dict[Path, tuple[dict[str, tuple[str, list[str]]], list[Path]]] = {}

    def used(self, statement: str, file: Path) -> list[dict[str, str]]:
        """The definitions that a statement of a file uses, and those that these use, as they stand with the comment
        above each: JSON objects with ``name`` and ``text``, those that a reader meets first before the others.

        A name means what it does where it stands: a definition of the same file, or else of the last import that has
        it.
        """
        found: dict[tuple[Path, str], str] = {}
        todo = [(free_names(statement), file)]
        while todo:
            names, here = todo.pop(0)
            order = [here, *reversed(self._read(here)[1])]
            for name in names:
                path = next((p for p in order if name in self._read(p)[0]), None)
                if path is not None and (path, name) not in found:
                    found[path, name], inner = self._read(path)[0][name]
                    todo.append((inner, path))
        return [{"name": name, "text": text} for (_, name), text in found.items()]

    def _read(self, path: Path) -> tuple[dict[str, tuple[str, list[str]]], list[Path]]:
        """The definitions of a file, each with the comment above it and its free names; and its imports, in order."""
        if path not in self._files:
            text = path.read_text(encoding="utf-8")
            known = {}
            for match in SHARED.finditer(text):
                comment = re.search(r"\(\*\*(?:(?!\*\)).)*\*\)\s*\Z", text[: match.start()], re.DOTALL)
                own = text[comment.start() if comment else match.start() : match.end()]
                known[match[1]] = own, free_names(own)
            self._files[path] = known, self._imports(text)
        return self._files[path]

    def _imports(self, text: str) -> list[Path]:
        files = []
        for module, names in IMPORT.findall(without_comments(text)):
            root, *folders = module.split(".")
            if root in self.places:
                files += [self.places[root].joinpath(*folders, f"{name}.v") for name in names.split()]
        return [file for file in files if file.is_file()]


def free_names(text: str) -> list[str]:
    """The words of a Coq text that no ``forall``, ``exists``, ``fun``, parameter or pattern of it binds."""
    text = without_comments(text)
    head = re.match(r"\s*(?:Definition|Fixpoint|Inductive|Record)\s+\w+(.*?):=", text, re.DOTALL)
    bound = set(re.findall(r"\w+", " ".join(re.findall(r"[({]([\w'\s]+):", head[1])))) if head else set()
    for chunk in re.findall(r"\b(?:forall|exists|fun)\b(.*?)(?:,|=>)", text, re.DOTALL):
        bound |= set(re.findall(r"[\w']+", " ".join(re.findall(r"([\w'\s]+):", chunk)) if ":" in chunk else chunk))
    for pattern in re.findall(r"(?:\||\bwith\b)([^|]*?)=>", text, re.DOTALL):
        bound |= set(re.findall(r"[\w']+", pattern))
    return [name for name in dict.fromkeys(re.findall(r"[\w']+", text)) if name not in bound]


def places_of(claims: Path) -> dict[str, Path]:
    """The logical names of a folder of claim files, the suite's own or one outside it, and of the suite."""
    return {"Marginalia": LIBRARY} | ({} if claims.resolve() == LIBRARY else {"Claims": claims.resolve()})


# --- asking Coq ----------------------------------------------------------------------------------------------


class Build:
    """Coq files, copied into a folder and compiled there, each after those that it needs.

    ``claims`` is the folder of claim files: the suite's own, whose logical name is Marginalia, or one outside it,
    whose logical name is Claims.
    """

    def __init__(self, claims: Path, into: Path) -> None:
        self.into, self.places = into, places_of(claims)
        self.options = [word for name in self.places for word in ("-Q", str(into / name), name)]
        self.files: dict[str, Path] = {}  # the copy, relative to the folder, to the original
        for name, place in self.places.items():
            for path in sorted(place.rglob("*.v")):
                copy = Path(name) / path.relative_to(place)
                (into / copy).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, into / copy)
                self.files[copy.as_posix()] = path
        self._needs = self._dependencies()
        self._done: dict[str, str] = {}  # a copy to why it was not accepted, or ""
        self._said: dict[Path, dict[str, dict[str, Any]] | FormalError] = {}
        self.seconds: dict[Path, float] = {}

    def _dependencies(self) -> dict[str, list[str]]:
        """What each file requires of the others, as ``coqdep`` finds it."""
        if not self.files:
            return {}
        said = subprocess.run(["coqdep", *self.options, *self.files], cwd=self.into, capture_output=True, text=True,
                              check=True).stdout  # fmt: skip
        needs: dict[str, list[str]] = {}
        for line in said.splitlines():
            made, colon, used = line.partition(":")
            if colon and ".vo " in f"{made} ":
                sources = [Path(u).relative_to(self.into) if Path(u).is_absolute() else Path(u) for u in used.split()]
                copy = made.split()[0].removesuffix(".vo") + ".v"
                needs[copy] = [s.with_suffix(".v").as_posix() for s in sources if s.suffix == ".vo"]
        return {c: [n for n in needs.get(c, ()) if n in self.files] for c in self.files}

    def copy_of(self, path: Path) -> str:
        """The copy of a file."""
        return next(copy for copy, original in self.files.items() if original == path.resolve())

    def needed(self, path: Path) -> list[Path]:
        """A file and all that it requires of the others, itself last."""
        order: list[str] = []

        def visit(copy: str) -> None:
            for other in self._needs[copy]:
                visit(other)
            if copy not in order:
                order.append(copy)

        visit(self.copy_of(path))
        return [self.files[copy] for copy in order]

    def compile(self, paths: Sequence[Path], processes: int = 1,
                done: Callable[[Path], object] = lambda _: None) -> dict[Path, str]:  # fmt: skip
        """Have files compiled, after what they need; returns file to Coq's complaint, "" where it has none."""
        wanted = [self.copy_of(p) for path in paths for p in self.needed(path)]
        todo = [copy for copy in dict.fromkeys(wanted) if copy not in self._done]
        running: dict[Future[str], str] = {}
        with ThreadPoolExecutor(processes) as pool:
            while todo or running:
                for copy in [c for c in todo if all(n in self._done for n in self._needs[c])]:
                    todo.remove(copy)
                    running[pool.submit(self._compile, copy)] = copy
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    copy = running.pop(future)
                    self._done[copy] = future.result()
                    done(self.files[copy])
        said = {path: self._done[self.copy_of(path)] for path in paths}
        new = [path for path in dict.fromkeys(paths) if not said[path] and path not in self._said]
        with ThreadPoolExecutor(processes) as pool:
            self._said |= dict(zip(new, pool.map(self._asked, new), strict=True))
        return said

    def _asked(self, path: Path) -> dict[str, dict[str, Any]] | FormalError:
        try:
            return self._examine(path)
        except FormalError as error:
            return error

    def _compile(self, copy: str) -> str:
        lost = [n for n in self._needs[copy] if self._done[n]]
        if lost:
            return f"needs {self.files[lost[0]].name}, which Coq does not accept"
        began = time.monotonic()
        complaint = self._accepted(copy)[1]
        self.seconds[self.files[copy]] = time.monotonic() - began
        return complaint

    def coqc(self, name: str, seconds: float = SECONDS) -> tuple[int, str, str]:
        """Code, output and errors of Coq on a file of the folder, such as a copy; no output when it took too long."""
        try:
            ran = subprocess.run([coq() or "coqc", *QUIET, *self.options, name], cwd=self.into, capture_output=True,
                                 text=True, timeout=seconds, check=False)  # fmt: skip
        except subprocess.TimeoutExpired:
            return 1, "", f"took more than {seconds} seconds"
        return ran.returncode, ran.stdout, ran.stderr

    def _accepted(self, name: str) -> tuple[str, str]:
        """What Coq prints, and its complaint or ""."""
        code, out, errors = self.coqc(name)
        return out, " ".join(errors.split())[-600:] or f"ended with code {code}" if code else ""

    def reserved(self, path: Path) -> list[str]:
        """The modules of a file, or of one that it needs, that are named like one whose axioms are accepted."""
        names = {axiom.partition(".")[0] for axiom in ACCEPTED}
        texts = {p.stem: without_comments(p.read_text(encoding="utf-8")) for p in self.needed(path)}
        modules = [name for text in texts.values() for name in MODULE.findall(text)]
        return sorted(names & {*texts, *modules})

    def compare(self, theorem: Theorem, record: dict[str, Any]) -> list[str]:
        """What Coq, asked now, says otherwise than a record. Raises FormalError when it does not accept the file."""
        if complaint := self.compile([theorem.file])[theorem.file]:
            raise FormalError(f"Coq does not accept {theorem.file.name}: {complaint}")
        return differences(record, self.examine(theorem.file)[theorem.name], tools())

    def examine(self, path: Path) -> dict[str, dict[str, Any]]:
        """What Coq says of the theorems of a file that it has compiled: name to ``statement``, as Coq prints it, and
        ``assumptions``, the axioms that the theorems of the file lean on together (one question to Coq for all).

        Raises FormalError when it does not answer, or for proofs that lean on more than axioms.
        """
        said = self._said[path]
        if isinstance(said, FormalError):
            raise said
        return said

    def _examine(self, path: Path) -> dict[str, dict[str, Any]]:
        if self.reserved(path):
            raise FormalError(f"{path}: rename the module {', '.join(self.reserved(path))}: axioms are told by name")
        names = [theorem.name for theorem in theorems_of(path).values()]
        modules = [".".join(Path(self.copy_of(p)).with_suffix("").parts) for p in self.needed(path)]
        known = [f"{modules[-1]}.{name}" for name in names]
        lines = ["From Coq Require Import Reals List."]
        lines += ["From Coquelicot Require Import Coquelicot."] * ("Coquelicot" in path.read_text(encoding="utf-8"))
        lines += [f"Require Import {module}." for module in modules]
        lines += ["Open Scope R_scope.", "Set Printing Width 100.", "Set Printing Depth 500."]
        for name, full in zip(names, known, strict=True):
            lines += [_mark(f"statement {name}"), f"Check {full}."]
        lines += [f"Definition all_of_them := ({', '.join(known)}).", _mark("assumptions")]
        lines += ["Print Assumptions all_of_them.", _mark("end")]
        query = self.into / f"ask_{'_'.join(modules[-1].split('.'))}.v"
        query.write_text("\n".join(lines) + "\n", encoding="utf-8")
        out, complaint = self._accepted(query.name)
        parts = re.split(r"^=== (.*)\n", out, flags=re.MULTILINE)
        said = dict(zip(parts[1::2], parts[2::2], strict=True))
        if complaint or list(said) != [*(f"statement {name}" for name in names), "assumptions", "end"]:
            raise FormalError(f"{path}: Coq does not tell about its theorems: {complaint or out[-300:]}")
        axioms = _axioms(path, said["assumptions"])
        return {name: {"statement": _statement(said[f"statement {name}"]), "assumptions": axioms} for name in names}


def _mark(text: str) -> str:
    return f'Goal True. idtac "=== {text}". Abort.'


def _statement(said: str) -> str:
    """``name : statement`` without the name, its lines moved to the left margin."""
    lines = said.split(":", 1)[1].rstrip().expandtabs().splitlines()
    body = [lines[0].strip(), *lines[1:]] if lines[0].strip() else lines[1:]
    indents = [len(line) - len(line.lstrip()) for line in body[1:] if line.strip()]
    left = min(indents, default=0)
    first, rest = body[0].strip(), [line[left:].rstrip() for line in body[1:]]
    if first == "~":
        first, rest = f"~ {rest[0]}", [f"  {line}" for line in rest[1:]]
    return "\n".join([first, *rest]).strip()


def _axioms(path: Path, said: str) -> list[str]:
    """The axioms that Coq names. Raises FormalError for anything else that a proof may lean on."""
    said = "\n".join(line for line in said.splitlines() if not line.startswith("Fetching opaque proofs"))
    if said.strip() == "Closed under the global context":
        return []
    head, _, rest = said.strip().partition("\n")
    if head != "Axioms:":
        raise FormalError(f"{path}: its theorems lean on more than axioms: {' '.join(said.split())[:300]}")
    names = re.findall(r"^(\S+)", rest, re.MULTILINE)
    return sorted(names)


# --- records -------------------------------------------------------------------------------------------------


def record_path(claim: str, variant: str) -> Path:
    """Where the record about a variant lies, below the folder of records."""
    source, _, stem = claim.partition(".")
    return Path(source) / f"{stem}.{variant}.json"


def make_record(build: Build, theorem: Theorem, claim: str, variant: str, digest: str, said: dict[str, Any],
                versions: dict[str, str]) -> dict[str, Any]:  # fmt: skip
    """The record of what Coq said of a theorem; ``digest`` is that of the variant's goal (``checking.goal_digest``)."""
    return {
        "format": FORMAT, "claim": claim, "variant": variant, "goal": digest, "theorem": theorem.name,
        "proves": "the negation" if theorem.negation else "the statement",
        "sources": {shown(path): file_hash(path) for path in build.needed(theorem.file)},
        "statement": said["statement"], "assumptions": said["assumptions"], "tools": versions,
    }  # fmt: skip


def shown(path: Path) -> str:
    """A file as records name it: relative to the suite's root, or by its name and folder outside of it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else f"{path.parent.name}/{path.name}"


def file_hash(path: Path) -> str:
    """SHA-256 of a file, "" when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def record_bytes(record: dict[str, Any]) -> bytes:
    """A record as it is written."""
    return (json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def read_record(path: Path) -> dict[str, Any] | None:
    """A record, None where there is none. Raises FormalError for one that cannot be read."""
    try:
        record: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise FormalError(f"{path}: cannot be read ({error}); write it again: marginalia verify --formal") from error
    return record


def troubles(record: dict[str, Any], theorem: Theorem, claim: str, variant: str, digest: str) -> list[str]:
    """Why a record does not count: it is about something else, or about other files, or leans on other axioms."""
    again = "type `marginalia verify --formal`, and read what Coq proves beside the claim"
    wanted = {
        "format": FORMAT, "claim": claim, "variant": variant, "theorem": theorem.name,
        "proves": "the negation" if theorem.negation else "the statement",
    }  # fmt: skip
    found = [f"its record has {key} {record.get(key)!r} for {value!r}: {again}" for key, value in wanted.items()
             if record.get(key) != value]  # fmt: skip
    if found:
        return found
    if record["goal"] != digest:
        found.append(f"the claim's goal was edited since Coq was asked: {again}")
    beside = theorem.file.parent.parent
    for name, digest_then in record["sources"].items():
        path = ROOT / name if (ROOT / name).is_file() else beside / name
        if file_hash(path) != digest_then:
            found.append(f"{name} was edited since Coq was asked: {again}")
    if shown(theorem.file) not in record["sources"]:
        found.append(f"its record is not about {shown(theorem.file)}: {again}")
    return found + unaccepted(record)


def differences(record: dict[str, Any], said: dict[str, Any], versions: dict[str, str]) -> list[str]:
    """Where what Coq says now is not what a record has. Another version of Coq may print a statement in another way."""
    keys = ["statement"] * (record["tools"].get("coqc") == versions.get("coqc")) + ["assumptions"]
    return [f"Coq's {key} is not that of the record, which was edited: {said[key]}" for key in keys
            if said[key] != record[key]]  # fmt: skip


def unaccepted(record: dict[str, Any]) -> list[str]:
    """The axioms of a record that are not accepted."""
    more = sorted(set(record["assumptions"]) - ACCEPTED)
    return [f"it assumes {', '.join(more)}; only {', '.join(sorted(ACCEPTED))} are accepted"] if more else []


def disagreement(record: dict[str, Any], verdict: str) -> str | None:
    """What to say when Coq proves the opposite of a verdict."""
    proves = record["proves"]
    if proves == "the statement" and verdict == "refuted":
        return "Coq proves the statement, and the checker accepted its refutation"
    if proves == "the negation" and verdict in ("proved", "reduced", "bounded"):
        return f"Coq proves the negation, and the verdict is {verdict}"
    return None

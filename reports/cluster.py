"""Work on other machines: the files there must be the ones here, and a Dask cluster is an executor like any other.

Names and numbers travel to a worker, JSON values come back. A worker elsewhere is also told what the result depends on
(see ``reports.cache``), and refuses where its own tree differs, with the names of what does.
"""

from __future__ import annotations

import importlib
import logging
import platform
import sys
from asyncio import CancelledError
from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures import wait as wait_for
from pathlib import Path
from typing import Any, NamedTuple

from reports.cache import Inputs, sha256
from reports.place import folder, suite
from reports.pool import Job, Lost

CONNECT_S = 5  # until a scheduler has to answer, and until it has to have a worker
AHEAD = 2  # jobs that a cluster is given for each thread of its workers, so that none waits for the next


class ClusterError(Exception):
    """There is no cluster to work with; says why and what to do."""


class Where(NamedTuple):
    """A claim's file: ``base`` is the folder of the reader's own claims, "" for the suite; ``name`` is relative to it.

    ``inputs`` is what the result depends on, for a worker that may have another tree.
    """

    base: str
    name: str
    inputs: dict[str, str] | None

    @classmethod
    def of(cls, inputs: Inputs, path: Path, elsewhere: bool) -> Where:
        place = inputs.place
        base = "" if place.is_suite else str(place.base)
        return cls(base, place.name(path), inputs.of(path) if elsewhere else None)


def job(key: Any, function: str, where: Where | None, *arguments: Any, urgent: bool = False,
        here: bool = False) -> Job:  # fmt: skip
    """A function of ``reports.work``, by name so that nothing is loaded here, about a file or (None) about no one."""
    return Job(key, perform, (function, where, *arguments), urgent, here)


def perform(function: str, where: Where | None, *arguments: Any) -> Any:
    """Do a job. Raises Lost for a tree that is not the one that the job is about."""
    found = () if where is None else _found(Where(*where))
    return getattr(importlib.import_module("reports.work"), function)(*found, *arguments)


def _found(where: Where) -> tuple[str, list[str]]:
    """The file here, and the folders that its imports may start from."""
    place = folder(Path(where.base)) if where.base else suite()
    path = place.base / where.name
    if where.inputs is not None:
        worker = f"the worker on {platform.node()}"
        if not path.is_file():
            raise Lost(f"{worker} has no {path}: give it the same files in the same place")
        inputs = Inputs(place)
        theirs, mine = where.inputs, inputs.of(path)
        differ = [_difference(n, theirs, mine) for n in sorted(theirs | mine) if theirs.get(n) != mine.get(n)]
        if differ:
            more = f" and {len(differ) - 8} more" if len(differ) > 8 else ""
            raise Lost(f"{worker} has another tree: {', '.join(differ[:8])}{more}; give it this one")
        loaded: dict[str, str] = getattr(sys.modules.get("reports.preload"), "LOADED", {})
        if any(sha256(Path(file).read_bytes()) != digest for file, digest in loaded.items()):
            raise Lost(f"{worker} began before its tree became this one: start it again")
        inputs.save(complete=False)
    return str(path), [str(root) for root in place.roots]


def _difference(name: str, theirs: dict[str, str], mine: dict[str, str]) -> str:
    """A file by its name, a version by what it is."""
    return name if name.endswith(".py") else f"{name} {mine.get(name)} instead of {theirs.get(name)}"


class Cluster(Executor):
    """The workers of a Dask scheduler such as ``tcp://127.0.0.1:8786``. Raises ClusterError.

    ``Client.get_executor()`` would be one too, but it loses a result whose worker dies while it is on its way here.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
            from distributed.comm import get_address_host_port
        except ImportError as error:
            raise ClusterError(f'a Dask cluster needs one package more: pip install -e ".[dask]" ({error})') from None
        try:
            get_address_host_port(address)
        except ValueError as error:
            raise ClusterError(f"{address!r} is not an address such as tcp://10.0.0.1:8786: {error}") from None
        for name in ("distributed", "distributed.client"):  # what is lost is said here, in a line
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            self._client = Client(address, timeout=CONNECT_S, set_as_default=False)
        except OSError:
            raise ClusterError(f"no scheduler answers at {address}: start one with `dask scheduler`") from None
        try:
            self._client.wait_for_workers(1, timeout=CONNECT_S)
        except TimeoutError:
            self._client.close()
            raise ClusterError(f"no worker: start some with `dask worker --no-nanny --nthreads N {address}`") from None
        self._address = address
        self._futures: set[Future[Any]] = set()

    @property
    def workers(self) -> int:
        """How many jobs it is given at a time; workers may come and go. Raises ClusterError."""
        try:
            return AHEAD * max(1, sum(self._client.nthreads().values()))
        except (OSError, RuntimeError):
            raise ClusterError(
                f"the scheduler at {self._address} is gone; what was done is kept, the same command goes on from there"
            ) from None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        ours: Future[Any] = Future()
        ours.set_running_or_notify_cancel()
        self._futures.add(ours)
        ours.add_done_callback(self._futures.discard)
        self._client.loop.add_callback(self._forward, self._client.submit(fn, *args, pure=False, **kwargs), ours)
        return ours

    async def _forward(self, theirs: Any, ours: Future[Any]) -> None:
        try:
            ours.set_result(await self._client.gather(theirs, asynchronous=True))
        except CancelledError:
            ours.set_exception(ClusterError("the cluster dropped it"))
        except Exception as error:
            ours.set_exception(error)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As every executor; ``cancel_futures`` also drops what runs."""
        if wait and not cancel_futures:
            wait_for(list(self._futures))
        self._client.close()

    def __exit__(self, kind: Any, *_: object) -> None:
        self.shutdown(cancel_futures=kind is not None)

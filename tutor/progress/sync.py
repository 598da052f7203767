"""Progress of several machines in one folder that any file-sync program keeps alike.

Each device writes its own `DEVICE.jsonl` there and nothing else, and reads every other file whose name ends in .jsonl:
those of the others, and the copies that a sync program makes of files it found in conflict. What comes together is the
union of all events by id, told in one order, so it is the same whatever came first, late, twice or torn.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tutor.progress.events import Event
from tutor.progress.mirror import Mirror, event_of

if TYPE_CHECKING:
    from tutor.progress.store import Store

_MARKS = "sync"
"""Key in the database's own notes: how far each file was read."""


class Exchanged(NamedTuple):
    """What an exchange with the folder did: events that were new here, events written there, files that could not be
    used or have lines that are torn, and why nothing could be exchanged."""

    brought: int = 0
    written: int = 0
    torn: tuple[str, ...] = ()
    problem: str = ""


@dataclass
class _Read:
    """How far a file was read: up to `end`, while it had `size` bytes and was last written at `time` (ns)."""

    size: int = 0
    time: int = 0
    end: int = 0

    def row(self) -> list[int]:
        return [self.size, self.time, self.end]


@dataclass
class SharedFolder:
    """The folder, and what of it was read before.

    Args:
        folder: with other things in it or not; it has to be there.
    """

    folder: Path
    _marks: dict[str, _Read] | None = field(default=None, init=False)

    def exchange(self, store: Store) -> Exchanged:
        """Write what the folder lacks of this device, and take in what is new there. Nothing is raised for the folder.

        Raises:
            StoreUnwritable, StoreUnreadable: of the store.
        """
        if not store.durable:
            return Exchanged(problem=store.problem or "")
        try:
            written = store.write_to(Mirror(self.folder, store.device))
            found, torn = self._new_events(store)
        except OSError as error:
            return Exchanged(problem=f"{self.folder}: {error.strerror}")
        brought = store.merge(found) if found else 0
        if found or self._changed:
            store.note(_MARKS, json.dumps({name: mark.row() for name, mark in self._known(store).items()}))
        return Exchanged(brought, written, tuple(torn))

    _changed = False

    def _known(self, store: Store) -> dict[str, _Read]:
        if self._marks is None:
            self._marks = {}
            try:
                kept = json.loads(store.noted(_MARKS) or "{}")
                self._marks = {str(name): _Read(*map(int, row)) for name, row in kept.items()}
            except (ValueError, TypeError, AttributeError):
                pass  # then all of it is read
        return self._marks

    def _new_events(self, store: Store) -> tuple[list[Event], list[str]]:
        """Events of files that changed since they were read, and the names of those with lines that are torn."""
        known, found, torn = self._known(store), [], []
        self._changed = False
        for path in sorted(self.folder.glob("*.jsonl")):
            status = path.stat()
            mark = known.get(path.name, _Read())
            if (status.st_size, status.st_mtime_ns) == (mark.size, mark.time):
                continue
            # A file that was put back to an older form, or to another one, is read from its start.
            start = mark.end if status.st_size > mark.size else 0
            events, end, whole = _read(path, start)
            if not whole:
                torn.append(path.name)
            found += events
            known[path.name] = _Read(status.st_size if whole else 0, status.st_mtime_ns if whole else 0, end)
            self._changed = True
        return found, torn


def _read(path: Path, start: int) -> tuple[list[Event], int, bool]:
    """Intact events from a place in the file on, the place up to which all was intact, and whether that is the end."""
    found: list[Event] = []
    end, whole = start, True
    with path.open("rb") as file:
        file.seek(start)
        for line in file:
            event = event_of(line) if line.endswith(b"\n") else None
            if event is None and line.strip():
                whole = False
            elif event is not None:
                found.append(event)
            if whole:
                end += len(line)
    return found, end, whole


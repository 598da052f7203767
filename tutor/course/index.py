"""The compiled course: what home and the map need of all lessons, kept in one file of the cache folder.

The file is a checksum and msgpack. Whatever is wrong with it, or with the folder, the course is compiled anew.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from functools import cached_property
from pathlib import Path

import msgspec

from tutor import __version__
from tutor.course.problem import Problem

_MAGIC = b"tutor-course"

Stamp = tuple[int, int]
"""Time of change in nanoseconds and size of a file."""


class StepEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A step in the outline. `asks` tells whether there is an answer to grade."""

    id: str
    type: str
    title: str
    aliases: list[str]
    asks: bool


class ItemEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something of a lesson that can be reviewed: a question or a card. `kind` is the step's type, or "card"."""

    id: str
    kind: str
    title: str
    rev: int = 1
    aliases: list[str] = []
    easier: str = ""  # id of the step that asks the same in an easier form
    objectives: list[str] = []


class Details(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What of a lesson is decoded when it is asked for."""

    objectives: dict[str, str] = {}
    steps: list[StepEntry] = []
    items: list[ItemEntry] = []


class LessonEntry(msgspec.Struct, array_like=True, dict=True):
    """A lesson in the course. With `problems` it is broken: its title is its id, and it has no steps.

    Attributes:
        id: MODULE.FILE.
        file: its path in the lessons folder, with slashes.
        hash: "h" and 12 hex digits over the bytes of the file.
        packed: `objectives`, `steps` and `items`, undecoded.
    """

    id: str
    module: str
    file: str
    title: str
    summary: str = ""
    minutes: int = 0
    difficulty: int = 1
    prerequisites: list[str] = []
    aliases: list[str] = []
    hash: str = ""
    problems: list[Problem] = []
    translation_problems: list[Problem] = []
    packed: msgspec.Raw = msgspec.Raw(msgspec.msgpack.encode(Details()))

    @cached_property
    def _details(self) -> Details:
        return _DETAILS.decode(self.packed)

    @property
    def objectives(self) -> dict[str, str]:
        """Can-do statements by id."""
        return self._details.objectives

    @property
    def steps(self) -> list[StepEntry]:
        return self._details.steps

    @property
    def items(self) -> list[ItemEntry]:
        """What can be reviewed."""
        return self._details.items


class ModuleEntry(msgspec.Struct, array_like=True):
    """A module in the course, lessons in the order on screen."""

    id: str
    title: str
    summary: str
    lessons: list[LessonEntry]


class PathEntry(msgspec.Struct, frozen=True, array_like=True):
    """A way through the course; `lessons` are ids."""

    id: str
    title: str
    summary: str
    lessons: list[str]


class CourseEntry(msgspec.Struct, frozen=True, array_like=True):
    """The course itself. `translations` are languages beside its own `language`."""

    id: str
    title: str
    language: str = "en"
    translations: list[str] = []
    paths: list[PathEntry] = []


class Index(msgspec.Struct, array_like=True):
    """A compiled course; `problems` are of the course file and its translation, `stamps` a packed map of its files."""

    key: str
    course: CourseEntry
    modules: list[ModuleEntry]
    problems: list[Problem]
    stamps: msgspec.Raw


_DETAILS = msgspec.msgpack.Decoder(Details)
_INDEX = msgspec.msgpack.Decoder(Index)
_STAMPS = msgspec.msgpack.Decoder(dict[str, Stamp])


def pack(value: object) -> msgspec.Raw:
    """A part of the index, to be decoded when it is asked for. Texts of lessons are packed as plain ones."""
    return msgspec.Raw(msgspec.msgpack.encode(value))


def stamps_of(index: Index) -> dict[str, Stamp]:
    """Times and sizes of the files that the index was compiled from."""
    return _STAMPS.decode(index.stamps)


def key_of(lessons_dir: Path, language: str) -> str:
    """What tells one compiled course from another: where it is, its language, and the program that compiled it."""
    with os.scandir(Path(__file__).parent) as files:
        changed = max((file.stat().st_mtime_ns for file in files if file.name.endswith(".py")), default=0)
    return f"{lessons_dir.resolve()}\n{language}\n{__version__} {changed}"


def _file(cache_dir: Path, key: str) -> Path:
    """One file for each course and language, whatever program compiled it."""
    what = key.rpartition("\n")[0].encode("utf-8", "surrogateescape")
    return cache_dir / f"course-{zlib.crc32(what):08x}.bin"


def read_index(cache_dir: Path, key: str) -> Index | None:
    """The compiled course with this key, or None if there is none that can be trusted."""
    try:
        data = _file(cache_dir, key).read_bytes()
    except OSError:
        return None
    start = len(_MAGIC) + 4
    body = memoryview(data)[start:]
    if data[:start] != _MAGIC + zlib.crc32(body).to_bytes(4, "big"):
        return None
    try:
        index = _INDEX.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return index if index.key == key else None


def write_index(cache_dir: Path, index: Index) -> None:
    """Keep a compiled course, at once or not at all; a folder that cannot be written is no error."""
    body = msgspec.msgpack.encode(index)
    target = _file(cache_dir, index.key)
    temporary = target.with_suffix(f".{os.getpid()}-{os.urandom(4).hex()}")
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(_MAGIC + zlib.crc32(body).to_bytes(4, "big") + body)
        os.replace(temporary, target)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()

"""Strict YAML: plain data with the place of every key and value, and all that makes YAML surprising refused.

`true` and `false` alone are booleans, `null` alone is null, a decimal number is one only when Python prints it the
same (`1.10` and `010` are text). Keys are always text. What is refused is listed by its rule in `RULES`; a value that
was refused stands in the data as `BROKEN`, so that nothing else is said about it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from tutor.course.problem import Finding, Path, Problem, Severity
from tutor.words import _

MAX_BYTES = 512 * 1024
MAX_DEPTH = 32
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?")
_CUT = re.compile(r"[ \t]+#")
_REFUSED = re.compile("[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}

RULES: Final = (
    "yaml-syntax", "yaml-encoding", "yaml-character", "yaml-size", "yaml-depth", "yaml-documents", "yaml-key",
    "yaml-duplicate-key", "yaml-empty-value", "yaml-alias", "yaml-merge-key", "yaml-tag", "yaml-comment-cuts-text",
)  # fmt: skip


class _Broken:
    def __repr__(self) -> str:
        return "BROKEN"


BROKEN: Final = _Broken()


@dataclass
class Loaded:
    """A YAML file as data: mappings, lists, str, int, float, bool, None, and BROKEN where something was refused.

    `values`, `keys` and `cut` (plain scalars with a comment right after them) give line and column by path. Whether
    a comment cuts a text is known only to who knows the types: see `tutor.course.decode`.
    """

    file: str
    data: Any = BROKEN
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    cut: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value (or the key) at a path, or of the nearest thing around it."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def problem(self, rule: str, finding: Finding, severity: Severity = "error") -> Problem:
        """A finding about this file, with its place."""
        line, column = self.place(finding.path, key=finding.key)
        return Problem(self.file, line, column, rule, finding.message, finding.mend, severity)


def load_bytes(data: bytes, file: str) -> Loaded:
    """Read a file's bytes; see `load`. Bytes that are not UTF-8 are a problem of their own."""
    try:
        return load(data.decode("utf-8-sig"), file)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = _line_and_column(before, len(before))
        message = _("The file is not UTF-8 text.")
        mend = _("Save it as UTF-8.")
        return Loaded(file, problems=[Problem(file, line, column, "yaml-encoding", message, mend)])


def load(text: str, name: str) -> Loaded:
    """Read strict YAML. Never raises: what is wrong stands in `problems`, all of it at once where it can be told."""
    loaded = Loaded(name)
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        message = _("The file is larger than {n} KiB.").format(n=MAX_BYTES // 1024)
        loaded.problems.append(Problem(name, 1, 1, "yaml-size", message, _("Split it into several lessons.")))
    elif found := _REFUSED.search(text):
        line, column = _line_and_column(text, found.start())
        message = _("The character U+{code:04X} cannot stand in a lesson.").format(code=ord(found[0]))
        mend = _("Remove it, or write it as an escape in double quotes.")
        loaded.problems.append(Problem(name, line, column, "yaml-character", message, mend))
    else:
        _Reader(text, loaded).read()
    return loaded


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


class _StopError(Exception):
    """What follows cannot be read."""


class _Reader:
    """Turns the parser's events into data. Recursion is bounded by MAX_DEPTH."""

    def __init__(self, text: str, loaded: Loaded) -> None:
        import yaml

        self._yaml = yaml
        self._text = text
        self._loaded = loaded
        self._parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        self._muted = 0  # > 0 inside of what was refused as a whole

    def read(self) -> None:
        try:
            self._documents()
        except self._yaml.MarkedYAMLError as error:
            from tutor.course.syntax import explain

            line, column, message, mend = explain(error, self._text)
            self._loaded.data = BROKEN
            self._loaded.problems.append(Problem(self._loaded.file, line, column, "yaml-syntax", message, mend))
        except _StopError:
            self._loaded.data = BROKEN

    def _documents(self) -> None:
        events = self._yaml.events
        self._next()
        event = self._next()
        if isinstance(event, events.StreamEndEvent):
            self._refuse(event, "yaml-documents", _("The file is empty."), _("Write a lesson in it, or delete it."))
            return
        if event.version or event.tags:
            self._refuse(event, "yaml-documents", _("A directive begins this file."), _("Remove the line with %."))
        self._loaded.data = self._node(self._next(), ())
        self._next()
        event = self._next()
        if not isinstance(event, events.StreamEndEvent):
            mend = _("Remove the --- and what belongs to another file.")
            self._refuse(event, "yaml-documents", _("A second document begins here."), mend)

    def _next(self) -> Any:
        return self._parser.get_event()

    def _refuse(self, event: Any, rule: str, message: str, mend: str) -> None:
        if not self._muted:
            mark = event.start_mark
            problem = Problem(self._loaded.file, mark.line + 1, mark.column + 1, rule, message, mend)
            self._loaded.problems.append(problem)

    def _node(self, event: Any, path: Path) -> Any:
        events = self._yaml.events
        mark = event.start_mark
        if not self._muted:
            self._loaded.values[path] = (mark.line + 1, mark.column + 1)
        if isinstance(event, events.AliasEvent):
            mend = _("Write it out here.")
            self._refuse(event, "yaml-alias", _("`*{name}` is an alias.").format(name=event.anchor), mend)
            return BROKEN
        refused = self._refuse_properties(event)
        if isinstance(event, events.ScalarEvent):
            value = self._scalar(event, path)
            return BROKEN if refused else value
        if len(path) >= MAX_DEPTH:
            self._muted = 0
            message = _("Mappings and lists are nested deeper than {n}.").format(n=MAX_DEPTH)
            self._refuse(event, "yaml-depth", message, _("Flatten this part."))
            raise _StopError
        if isinstance(event, events.MappingStartEvent):
            return self._mapping(path, event.flow_style)
        return self._list(path)

    def _refuse_properties(self, event: Any) -> bool:
        """Refuse a tag and an anchor; whether the value cannot be taken as it stands."""
        if event.anchor:
            mend = _("Remove it; write the value out wherever it is needed.")
            self._refuse(event, "yaml-alias", _("`&{name}` is an anchor.").format(name=event.anchor), mend)
        if event.tag:
            mend = _("Remove the tag; put a text that begins with ! in quotes.")
            self._refuse(event, "yaml-tag", _("`{tag}` is a tag.").format(tag=event.tag), mend)
        return bool(event.tag)

    def _list(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._next(), self._yaml.events.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path, flow: bool) -> Any:
        mapping: dict[str, Any] = {}
        meant_as_text = False  # {{ name }}
        while not isinstance(event := self._next(), self._yaml.events.MappingEndEvent):
            key = self._key(event, mapping, path)
            if key is None:
                meant_as_text |= flow and isinstance(event, self._yaml.events.MappingStartEvent)
                self._skip(self._next(), path)
                continue
            where = (*path, key)
            if not self._muted:
                self._loaded.keys[where] = (event.start_mark.line + 1, event.start_mark.column + 1)
            mapping[key] = self._node(self._next(), where)
        return BROKEN if meant_as_text else mapping

    def _key(self, event: Any, mapping: dict[str, Any], path: Path) -> str | None:
        """The text of a key, or None when its value has to be left out."""
        events = self._yaml.events
        if not isinstance(event, events.ScalarEvent) or (not event.value and not event.style):
            mend = _("Put a text that begins with [ or { in quotes, or in a block scalar: |.")
            self._refuse(event, "yaml-key", _("A key has to be a plain text."), mend)
            if not isinstance(event, events.ScalarEvent):
                self._skip(event, path)
            return None
        self._refuse_properties(event)
        key: str = event.value
        if key == "<<" and not event.style:
            self._refuse(event, "yaml-merge-key", _("<< is a merge key."), _("Write the fields out here."))
            return None
        if key in mapping:
            line = self._loaded.keys[(*path, key)][0] if not self._muted else 0
            message = _("The key `{key}` stands here a second time; the first is in line {line}.")
            mend = _("Remove one of them, or give it another name.")
            self._refuse(event, "yaml-duplicate-key", message.format(key=key, line=line), mend)
            return None
        return key

    def _skip(self, event: Any, path: Path) -> None:
        """Read over a node inside of `path` that cannot be used."""
        self._muted += 1
        self._node(event, (*path, ""))
        self._muted -= 1

    def _scalar(self, event: Any, path: Path) -> Any:
        value: str = event.value
        if event.style:  # quoted, or a block
            return value
        if not value:
            message = _("There is no value here.")
            mend = _("Write one, or remove the key; put a text that begins with # in quotes, '' for an empty text.")
            self._refuse(event, "yaml-empty-value", message, mend)
            return BROKEN
        end = event.end_mark
        if not self._muted and _CUT.match(self._text, end.index):
            self._loaded.cut[path] = (end.line + 1, end.column + 1)
        if value in _WORDS:
            return _WORDS[value]
        if number := _NUMBER.fullmatch(value):
            parsed = float(value) if number[1] else int(value)
            return parsed if str(parsed) == value else value
        return value

"""Methods, status codes and fields of HTTP, read once from `data/http.json`.

The facts come from RFC 9110, 9111 and 9112, the IANA registries and the RFCs named in each `reference`.
Reason phrases are recommendations (RFC 9110 §15.1): never fail a learner for one in `accept_also`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from tutor.decoding import decode

DATA = Path(__file__).with_name("data")


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """What every fact has: one line that says what it means, and the standard that says so ("" if none does)."""

    summary_en: str
    summary_ko: str
    reference: str  # "RFC 9110 §15.5.2"

    def summary(self, language: str = "en") -> str:
        """The one line in "en" or "ko"."""
        return self.summary_ko if language == "ko" else self.summary_en


class Method(Fact, frozen=True, kw_only=True):
    """A request method. `safe` and `idempotent` as in RFC 9110 §18.2."""

    name: str
    safe: bool
    idempotent: bool
    cacheable: Literal["yes", "no", "conditional"]


class StatusClass(Fact, frozen=True, kw_only=True):
    """The status codes that share a first digit."""

    digit: int
    name: str
    name_ko: str


class StatusField(msgspec.Struct, frozen=True, kw_only=True):
    """A field that a response with this status has to, should or may carry; `requirement` begins with MUST, SHOULD …"""

    name: str
    requirement: str

    @property
    def mandatory(self) -> bool:
        """Whether every response with this status carries it, without a condition."""
        return self.requirement == "MUST"


class Status(Fact, frozen=True, kw_only=True):
    """A registered status code. `content` tells whether a response may have a body at all."""

    code: int
    phrase: str
    class_name: str
    content: bool
    accept_also: tuple[str, ...] = ()
    fields: tuple[StatusField, ...] = ()

    @property
    def obliged(self) -> tuple[str, ...]:
        """Names of the fields that each response with this status must carry."""
        return tuple(field.name for field in self.fields if field.mandatory)


class Field(Fact, frozen=True, kw_only=True):
    """A field of requests, responses or both."""

    name: str
    in_request: bool
    in_response: bool
    hop_by_hop: bool


class _Facts(msgspec.Struct, frozen=True):
    methods: tuple[Method, ...]
    classes: tuple[StatusClass, ...]
    status: tuple[Status, ...]
    fields: tuple[Field, ...]


@lru_cache(maxsize=1)
def _facts() -> _Facts:
    return decode((DATA / "http.json").read_bytes(), _Facts)


@lru_cache(maxsize=1)
def _by_code() -> dict[int, Status]:
    return {status.code: status for status in _facts().status}


@lru_cache(maxsize=1)
def _by_field() -> dict[str, Field]:
    return {field.name.lower(): field for field in _facts().fields}


@lru_cache(maxsize=1)
def _by_method() -> dict[str, Method]:
    return {method.name: method for method in _facts().methods}


def status(code: int) -> Status | None:
    """The registered status with this code, or None."""
    return _by_code().get(code)


def status_class(code: int) -> StatusClass | None:
    """The class of this code by its first digit (404 → Client Error), or None outside 100–599."""
    return next((found for found in _facts().classes if found.digit == code // 100), None)


def method(name: str) -> Method | None:
    """The method with exactly this name: names of methods are case-sensitive (RFC 9110 §9.1)."""
    return _by_method().get(name)


def field(name: str) -> Field | None:
    """The field with this name in any case (RFC 9110 §5.1), or None."""
    return _by_field().get(name.lower())


def methods() -> tuple[Method, ...]:
    """All methods, those of RFC 9110 first."""
    return _facts().methods


def statuses() -> tuple[Status, ...]:
    """All registered status codes in order."""
    return _facts().status


def status_classes() -> tuple[StatusClass, ...]:
    """The five classes in order."""
    return _facts().classes


def fields() -> tuple[Field, ...]:
    """All fields that the course knows, by topic."""
    return _facts().fields

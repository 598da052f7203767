"""A request as text from its parts: what a command line or a form gives. A lesson writes the same text itself."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

from tutor.words import _

BOUNDARY = "tutor-7MA4YWxkTrZu0gW"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
TEXT = "text/plain; charset=utf-8"
NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class BuildError(ValueError):
    """The parts make no request; the text says which and how to mend it."""


def target_of(text: str) -> str:
    """A target in ASCII: letters of other scripts become percent-encoded UTF-8 (RFC 3986 §2.5), a blank becomes %20."""
    target = text if text.startswith(("/", "*")) or ":" in text else f"/{text}"
    return quote(target, safe="/?#[]@!$&'()*+,;=:%~-._*")


def field_of(text: str) -> str:
    """A field of the head from `Name: value` or `Name:value`.

    Raises:
        BuildError: it has no colon, or its name is no token (RFC 9110 §5.6.2).
    """
    name, colon, value = text.partition(":")
    if not colon or not NAME.fullmatch(name):
        raise BuildError(
            _("{text} is no field. A field is written as Name:value, without a blank before the colon.").format(
                text=text
            )
        )
    return f"{name}: {value.strip()}".rstrip()


def fields_of(data: Sequence[str]) -> dict[str, str]:
    """`name=value` texts as a mapping, for a form or flat JSON.

    Raises:
        BuildError: one has no equals sign.
    """
    found: dict[str, str] = {}
    for text in data:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise BuildError(_("{text} has no name and value. Write name=value.").format(text=text))
        found[name] = value
    return found


def json_body(text: str) -> str:
    """JSON as it was written, or an object from `name=value` texts.

    Raises:
        BuildError: it is neither.
    """
    if text.lstrip()[:1] not in '{["' and "=" in text:
        return json.dumps(fields_of(text.split()), ensure_ascii=False)
    try:
        json.loads(text)
    except ValueError as error:
        raise BuildError(_("This is not JSON: {why}.").format(why=error)) from error
    return text


def form_body(values: Mapping[str, str]) -> str:
    """`application/x-www-form-urlencoded`: a plus for a blank, percent-encoded UTF-8 for what is not a letter."""
    return urlencode(values)


def multipart_body(values: Mapping[str, str], files: Mapping[str, tuple[str, str]]) -> str:
    """`multipart/form-data` (RFC 7578) with the boundary `BOUNDARY`.

    Args:
        files: field → (file name, its text).
    """
    parts = []
    for name, value in values.items():
        parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n{value}\r\n')
    for name, (file, text) in files.items():
        disposition = f'form-data; name="{_quoted(name)}"; filename="{_quoted(file)}"'
        parts.append(
            f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        )
    return "".join(parts) + f"--{BOUNDARY}--\r\n"


def file_part(path: str) -> tuple[str, str]:
    """Name and text of a file to send; bytes that are no UTF-8 stay as they are.

    Raises:
        BuildError: it cannot be read.
    """
    try:
        return Path(path).name, Path(path).expanduser().read_bytes().decode("utf-8", "surrogateescape")
    except OSError as error:
        raise BuildError(_("{path} cannot be read: {why}.").format(path=path, why=error.strerror)) from error


def _quoted(name: str) -> str:
    """As browsers write it: a quote and line ends percent-encoded (RFC 7578 §4.2)."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def build(method: str, target: str, fields: Sequence[str] = (), *, body: str = "", content_type: str = "") -> str:
    """The request as lessons write it: request line, fields, a blank line, the body. `compose` fills in the rest.

    Args:
        fields: `Name: value`, as `field_of` gives them; they come before the Content-Type of the body.

    Raises:
        BuildError: the method is no token.
    """
    if not NAME.fullmatch(method):
        raise BuildError(_("{method} is no method. A method is a word such as GET.").format(method=method))
    rows = [f"{method} {target_of(target)} HTTP/1.1", *fields]
    if content_type and not any(row.lower().startswith("content-type:") for row in fields):
        rows.append(f"Content-Type: {content_type}")
    return "\n".join(rows) + "\n" + (f"\n{body}\n" if body else "")

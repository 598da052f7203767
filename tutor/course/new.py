"""A new lesson: a commented template that is sound from the start, and its place in course.yaml."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tutor.course.compile import COURSE, read
from tutor.course.strict import load_bytes
from tutor.course.types import CourseFile
from tutor.words import _

ID = re.compile(r"[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*")
TEMPLATE = Path(__file__).with_name("template.yaml")


class NewError(Exception):
    """No lesson can be made; the text says why and what to do."""


def new_lesson(lessons_dir: Path, id: str) -> Path:
    """Write the template of a lesson and name it in course.yaml; where the file is.

    Args:
        id: MODULE.FILE; the module has to be in course.yaml.

    Raises:
        NewError: the id has another form, there is no such module, the lesson is there already, or nothing can be
            written. Then nothing was changed.
    """
    if not ID.fullmatch(id):
        raise NewError(
            _("{id} is no id of a lesson.").format(id=id)
            + " " + _("Write MODULE.FILE in small letters, digits and dashes, as in http-status.classes.")
        )  # fmt: skip
    module, name = id.split(".")
    course = read(lessons_dir, COURSE, CourseFile)
    if course.value is None:
        raise NewError("\n".join(map(str, course.problems)))
    modules = [one.id for one in course.value.modules]
    if module not in modules:
        raise NewError(
            _("There is no module {id} in course.yaml.").format(id=module)
            + " " + _("There are {names}; add yours under `modules`.").format(names=", ".join(modules))
        )  # fmt: skip
    path = lessons_dir / module / f"{name}.yaml"
    if path.exists() or name in course.value.modules[modules.index(module)].lessons:
        raise NewError(_("{path} is there already; nothing was changed.").format(path=path))
    listed = _listed(lessons_dir / COURSE, modules.index(module), name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE.read_text(encoding="utf-8").replace("MODULE.FILE", id))
        draft = (lessons_dir / COURSE).with_name(f".{COURSE}.{os.getpid()}.new")
        draft.write_bytes(listed)
        os.replace(draft, lessons_dir / COURSE)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise NewError(_("{path} cannot be written: {why}.").format(path=path, why=error.strerror)) from error
    return path


def _listed(path: Path, module: int, name: str) -> bytes:
    """course.yaml with the lesson at the end of its module's list; nothing else of it is touched."""
    data = path.read_bytes()
    loaded = load_bytes(data, str(path))
    where = ("modules", module, "lessons")
    rows = data.decode("utf-8").splitlines(keepends=True)
    line, column = loaded.values[where]
    count = len(loaded.data["modules"][module]["lessons"])
    if rows[line - 1][column - 1] == "[":
        at = _closing(rows, line - 1, column)
        if at is not None:
            row, cell = at
            rows[row] = rows[row][:cell].rstrip() + (", " if count else "") + name + rows[row][cell:]
    else:
        last, first = loaded.values[(*where, count - 1)]
        indent = rows[last - 1][: first - 1].partition("-")[0]
        ending = "\r\n" if rows[last - 1].endswith("\r\n") else "\n"
        rows[last - 1] = rows[last - 1].rstrip("\r\n") + ending
        rows.insert(last, f"{indent}- {name}{ending}")
    fresh = "".join(rows).encode("utf-8")
    after = load_bytes(fresh, str(path))
    wanted = [*loaded.data["modules"][module]["lessons"], name]
    if after.problems or after.data["modules"][module]["lessons"] != wanted:
        raise NewError(
            _("The lesson cannot be put into {path} as it is laid out.").format(path=path)
            + " " + _("Add {name} to `lessons` of its module yourself, then try again without it.").format(name=name)
        )  # fmt: skip
    return fresh


def _closing(rows: list[str], row: int, cell: int) -> tuple[int, int] | None:
    """Row and cell of the bracket that closes a list of plain names."""
    while row < len(rows):
        found = rows[row].find("]", cell)
        if found >= 0:
            return row, found
        row, cell = row + 1, 0
    return None

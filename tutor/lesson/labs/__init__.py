"""Labs of code without a screen: what goes into each, the job that this is, and what its run came to.

Each lab is found by its id in `LABS`; adding one touches its own module and this list.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tutor.lesson.lab import FILE
from tutor.lesson.labs import app, orm, template
from tutor.lesson.labs.came import Came, unfit
from tutor.lesson.labs.drafts import Draft, Drafts, Example, path_of, starter
from tutor.lesson.labs.given import GivenError
from tutor.words import N_
from tutor.workshop.jobs import Job, Kind, Outcome

__all__ = ["LABS", "Came", "Draft", "Drafts", "Example", "GivenError", "Lab", "last_used", "starter", "unfit"]


class Lab(NamedTuple):
    """A kind of lab. `title`, `help` are for `_()`.

    Attributes:
        given: name of what goes in, as a file.
        job: the job of a draft; raises GivenError for what cannot be read.
        came: what its run came to.
        live: whether it runs after each pause in typing.
        seconds: that a run may take.
    """

    id: str
    title: str
    help: str
    kind: Kind
    given: str
    examples: tuple[Example, ...]
    job: Callable[[Draft], Job]
    came: Callable[[Draft, Outcome], Came]
    live: bool = False
    seconds: float = 5.0


LABS = {lab.id: lab for lab in (
    Lab("template", N_("Template lab"), N_(
        "The output follows as you type, rendered as Flask does it; what was escaped is underlined. F9 shows its white "
        "space as it is."
    ), "jinja", "context.json", template.EXAMPLES, template.job_of, template.came_of, live=True, seconds=2.0),
    Lab("orm", N_("ORM lab"), N_(
        "F5 calls query(session) on a fresh database with your models and rows. It shows the SQL with the line that "
        "sent it, and what comes back."
    ), "orm", orm.GIVEN, orm.EXAMPLES, orm.job_of, orm.came_of),
    Lab("flask", N_("Flask lab"), N_(
        "F5 starts the app anew and sends your requests in turn; a line with ### stands between two. It shows what "
        "came back, and what happened inside."
    ), "flask", "requests.http", app.EXAMPLES, app.job_of, app.came_of),
)}  # fmt: skip


def last_used(folder: Path) -> str:
    """Id of the lab that something was kept of last, that of requests too; "" if there is none."""
    times = {}
    for id, path in {"request": folder / FILE, **{id: path_of(folder, id) for id in LABS}}.items():
        try:
            times[id] = path.stat().st_mtime_ns
        except OSError:
            continue
    return max(times, key=lambda id: times[id], default="")

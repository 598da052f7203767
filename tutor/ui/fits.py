"""Whether steps fit the screen that lessons are written for, found by laying them out without a terminal.

This changes how Textual draws, and is for a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual._compositor import Compositor

from tutor import words
from tutor.lesson.exercise.run import Workshop
from tutor.lesson.server import Bundled
from tutor.ui.app import TutorApp
from tutor.ui.launch import services
from tutor.ui.screens.lesson import LessonScreen

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.widget import Widget

    from tutor.course.exercise import Exercise
    from tutor.wire.server import ServerHandle

SIZE = (80, 24)
LAYOUTS = 2
"""How often a step that sends is laid out until it stays as it is: a request is cut to the rows that are left."""
PATIENCE = 60.0
"""Seconds that a lesson may take to open, and a step to be laid out."""


class TooTall(NamedTuple):
    """A step that has to be scrolled: where it stands, its number there, rows that it needs and rows that there are."""

    language: str
    lesson: str
    step: int
    needs: int
    has: int


class _NoServer(Bundled):
    """In place of the bundled server: nothing is sent here, and to start it costs more than all the rest."""

    def warm(self) -> Future[ServerHandle]:
        return Future()


class _NoWorkshop(Workshop):
    """In place of the workshop: nothing is run here."""

    def warm(self, exercise: Exercise | None = None) -> None:
        """Start nothing."""


def _no_server() -> ServerHandle:
    raise AssertionError("nothing is sent here")


def too_tall(lessons: Path, languages: Mapping[str, Sequence[str]]) -> list[TooTall]:
    """Lay out each step of some lessons at 80x24. Nothing is drawn. Blocks; for the main thread.

    Args:
        lessons: the folder of the course.
        languages: by the ids of sound lessons in it, those that each is shown in.
    """
    found: list[TooTall] = []
    spoken = list(dict.fromkeys(language for each in languages.values() for language in each))
    with tempfile.TemporaryDirectory(prefix="tutor-fits-") as name:
        folder = Path(name)
        course = _alone(lessons, list(languages), spoken, folder / "course")
        work = services(
            lessons=course, data=folder / "data", cache=folder / "cache", config=folder / "config", language=spoken[0]
        )
        Compositor.render_update = lambda *_how, **_more: None  # type: ignore[method-assign]  # a third of the time
        work.bundled = _NoServer()
        work.made = _NoWorkshop(_no_server)
        app = TutorApp(work)

        async def walk(pilot: Pilot[None]) -> None:
            for language in spoken:
                if language != work.language:
                    words.use(language)
                    await asyncio.wrap_future(work.speak(language))
                for id in (id for id, each in languages.items() if language in each):
                    found.extend([TooTall(language, id, *one) for one in await _walk(app, pilot, id)])
            app.exit()

        try:
            app.run(headless=True, size=SIZE, auto_pilot=walk)  # type: ignore[arg-type]  # any app's pilot
        finally:
            work.bundled.stop()
            work.saver.close()
    return found


def _alone(lessons: Path, ids: Sequence[str], languages: Sequence[str], folder: Path) -> Path:
    """A course of these lessons alone, which opens faster than all of them."""
    modules: dict[str, list[str]] = {}
    for id in ids:
        module, _dot, name = id.partition(".")
        modules.setdefault(module, []).append(name)
        (folder / module).mkdir(parents=True, exist_ok=True)
        for path in (lessons / module).glob(f"{name}.*yaml"):
            shutil.copy(path, folder / module)
    listed = [{"id": id, "title": id, "summary": id, "lessons": names} for id, names in modules.items()]
    translations = [language for language in languages if language != "en"]
    head = {"format": 1, "id": "part", "title": "Part", "language": "en", "translations": translations}
    (folder / "course.yaml").write_text(json.dumps({**head, "modules": listed}), encoding="utf-8")
    return folder


async def _walk(app: TutorApp, pilot: Pilot[None], id: str) -> list[tuple[int, int, int]]:
    app.open_lesson(id)
    screen = app.screen
    assert isinstance(screen, LessonScreen)
    async with asyncio.timeout(PATIENCE):
        while screen.session is None or screen.view is None:
            await pilot.pause(0.01)
    found = []
    for n in range(len(screen.session.steps)):
        screen.session.go(n)
        await screen.show()
        for _layout in range(LAYOUTS if screen.session.step.sends else 1):
            drawn = asyncio.Event()
            screen.call_after_refresh(drawn.set)
            async with asyncio.timeout(PATIENCE):
                await drawn.wait()
        view = screen.view
        assert view is not None
        tall = [part for part in (view, *view.query("#predict")) if _overflows(part)]
        if tall:
            found.append((n, tall[0].virtual_size.height, tall[0].size.height))
    return found


def _overflows(part: Widget) -> bool:
    return bool(part.display and 0 < part.size.height < part.virtual_size.height)


def main() -> None:
    """As a process: folder and languages by lesson as JSON on standard input; the steps as JSON on standard output."""
    folder, languages = json.load(sys.stdin)
    print(json.dumps(too_tall(Path(folder), languages) if languages else []))


if __name__ == "__main__":
    main()

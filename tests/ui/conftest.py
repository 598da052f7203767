"""The program under a pilot, with the sample course and a home of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tutor import words
from tutor.settings import Loaded, Settings
from tutor.ui.app import TutorApp
from tutor.ui.launch import services
from tutor.ui.screens.preview import Examine

COURSE = Path(__file__).parent / "course"
Start = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


def screen_text(app: TutorApp) -> str:
    """What is on screen, as text."""
    rows = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in rows)


async def until(pilot: Pilot[None], text: str, looks: int = 200) -> str:
    """Wait until a text is on screen, at most for so many looks; the whole screen then."""
    for _ in range(looks):
        await pilot.pause(0.01)
        shown = screen_text(pilot.app)  # type: ignore[arg-type]  # the only app there is
        if text in shown:
            return shown
    raise AssertionError(f"{text!r} did not come:\n{shown}")


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Starts the program: `async with start(size=…, target=…) as pilot`. Progress is kept between starts."""
    monkeypatch.delenv("COLORFGBG", raising=False)

    @asynccontextmanager
    async def begin(
        *,
        size: tuple[int, int] = (80, 24),
        target: str | None = None,
        language: str = "en",
        lessons: Path = COURSE,
        settings: Settings | None = None,
        loaded: Loaded | None = None,
        examine: Examine | None = None,
        review: int | None = None,
    ) -> AsyncIterator[Pilot[None]]:
        words.use(language)
        work = services(
            lessons=lessons, data=tmp_path / "data", cache=tmp_path / "cache", config=tmp_path / "config",
            language=language, loaded=Loaded(settings) if settings else loaded,
        )  # fmt: skip
        work.seed = 7
        app = TutorApp(work, target=target, review=review, examine=examine)
        try:
            async with app.run_test(size=size) as pilot:
                yield pilot
        finally:
            if work.made is not None:
                work.made.close()
            work.bundled.stop()
            words.use("en")
            assert work.saver.close()

    return begin

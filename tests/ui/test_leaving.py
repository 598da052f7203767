"""Screens and steps that are taken off at the worst moment."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

from tutor.ui.leaving import Leaving


class Part(Leaving, Static):
    """Looks for its own part when it is told that it is there."""

    def compose(self) -> ComposeResult:
        yield Static(id="inner")

    def on_mount(self) -> None:
        self.inner = self.query_one("#inner")

    def on_unmount(self) -> None:
        self.left = self.inner.id


async def test_what_is_taken_off_before_it_has_its_parts_is_not_told_that_it_has_them() -> None:
    app = App[None]()
    async with app.run_test() as pilot:
        part = Part()
        app.mount(part)
        await part.remove()
        await pilot.pause()
        assert app.is_running


async def test_nothing_is_called_of_what_was_taken_off() -> None:
    app, called = App[None](), list[str]()
    async with app.run_test() as pilot:
        part = Part()
        await app.mount(part)
        part.call_after_refresh(called.append, "there")
        await pilot.pause()
        gone = part.remove()
        part.call_after_refresh(called.append, "gone")
        await gone
        await pilot.pause()
    assert called == ["there"]


async def test_no_work_begins_any_more_of_what_is_taken_off() -> None:
    app, done = App[None](), list[str]()

    async def work() -> None:
        done.append("worked")

    async with app.run_test() as pilot:
        part = Part()
        await app.mount(part)
        await part.run_worker(work()).wait()
        gone = part.remove()
        part.run_worker(work())
        await gone
        await pilot.pause()
    assert done == ["worked"]

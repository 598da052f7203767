"""The search screen: results as one types, filters by keyboard and mouse, and what Enter opens."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.ui.conftest import Start, screen_text, until
from tutor.lesson.search import Filters
from tutor.ui.app import TutorApp
from tutor.ui.screens.fact import KINDS, FactScreen, fact_of
from tutor.ui.screens.home import HomeScreen
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.screens.search import SearchScreen
from tutor.ui.widgets.rows import Rows


async def opened(pilot: Pilot[None], text: str = "A first request") -> SearchScreen:
    screen = SearchScreen()
    await pilot.app.push_screen(screen)
    await until(pilot, text)
    await settled(pilot, screen)
    return screen


async def settled(pilot: Pilot[None], screen: SearchScreen) -> str:
    """Wait until the index is there and what was asked is answered; the screen then."""
    for _ in range(400):
        await pilot.pause(0.01)
        if screen._thread is None and screen._answered.is_set():
            return shown(pilot)
    raise AssertionError("the search did not settle")


def shown(pilot: Pilot[None]) -> str:
    app = pilot.app
    assert isinstance(app, TutorApp)
    return screen_text(app)


async def test_results_come_as_one_types_and_enter_opens_the_lesson_at_that_step(start: Start) -> None:
    async with start() as pilot:
        await opened(pilot)
        await pilot.press(*"order parts")
        await until(pilot, "The order of its parts")
        await pilot.press("enter")
        await until(pilot, "In which order do the parts")
        assert isinstance(pilot.app.screen, LessonScreen)


async def test_enter_pressed_at_once_opens_what_was_typed_last(start: Start) -> None:
    async with start() as pilot:
        await opened(pilot)
        await pilot.press(*"404", "enter")
        await until(pilot, "RFC 9110 §15.5.5")
        assert isinstance(pilot.app.screen, FactScreen)


async def test_nothing_typed_lists_the_lessons_and_says_what_can_be_found(start: Start) -> None:
    async with start() as pilot:
        await opened(pilot)
        text = shown(pilot)
        assert "3 lessons" in text
        assert "Titles, objectives, texts and facts" in text


async def test_a_broken_lesson_is_found_and_its_problem_shown(start: Start) -> None:
    async with start() as pilot:
        await opened(pilot)
        await pilot.press(*"wire broken")
        assert "✗" in await until(pilot, "broken.yaml:")


async def test_arrows_move_while_one_types_and_show_what_was_found_there(start: Start) -> None:
    async with start() as pilot:
        screen = await opened(pilot)
        await pilot.press(*"request")
        await settled(pilot, screen)
        await pilot.press("down", "down", "up")
        assert screen.query_one(Rows).cursor == 1
        assert isinstance(screen.focused, Input)
        await pilot.press("pagedown", "pageup", "pageup")
        assert screen.query_one(Rows).cursor == 0


async def test_nothing_found_offers_the_nearest_word(start: Start) -> None:
    async with start() as pilot:
        screen = await opened(pilot)
        await pilot.press(*"metod")
        await until(pilot, "Nothing has “metod” in it")
        await until(pilot, "Look for “method”")
        await pilot.press("enter")
        await until(pilot, "found")
        assert screen.query_one(Input).value == "method"


async def test_nothing_found_with_filters_offers_to_go_without(start: Start) -> None:
    async with start() as pilot:
        screen = await opened(pilot)
        await pilot.press("f8", "f8", "f8", *"digits")
        await until(pilot, "Without filters:")
        await pilot.press("enter")
        await until(pilot, "Digits of a status")
        assert screen.sitting.filters == Filters()


async def test_tab_goes_to_the_filters_and_arrows_change_them(start: Start) -> None:
    async with start() as pilot:
        screen = await opened(pilot)
        await pilot.press("tab", "right")
        await settled(pilot, screen)
        assert screen.sitting.filters == Filters(state=frozenset({"new"}))
        await pilot.press("left", "tab", "right")
        await settled(pilot, screen)
        assert screen.sitting.filters == Filters(module="wire")
        await pilot.press("shift+tab", "shift+tab")
        assert isinstance(screen.focused, Input)


async def test_a_click_turns_a_filter_and_a_second_click_opens_a_result(start: Start) -> None:
    async with start() as pilot:
        screen = await opened(pilot)
        await pilot.click("#level")
        await settled(pilot, screen)
        assert screen.sitting.filters.difficulty == (1, 3)
        await pilot.click(Rows, offset=(20, 0))
        await until(pilot, "One line asks")
        assert isinstance(pilot.app.screen, LessonScreen)


async def test_keys_in_the_footer_can_be_clicked(start: Start) -> None:
    async with start() as pilot:
        screen = await opened(pilot)
        row = shown(pilot).splitlines()[-1]
        await pilot.click(offset=(row.index("F6") + 1, 23))
        await settled(pilot, screen)
        assert screen.sitting.filters.state == frozenset({"new"})
        assert not screen.can("module")  # that is about the module of home


async def test_esc_leaves_the_field_and_then_closes(start: Start) -> None:
    async with start() as pilot:
        screen = await opened(pilot)
        await pilot.press("escape")
        assert pilot.app.screen is screen and screen.focused is None
        await pilot.press("j")
        assert screen.query_one(Rows).cursor == 1
        await pilot.press("slash")
        assert isinstance(screen.focused, Input)
        await pilot.press("escape", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_query_and_filters_are_there_the_next_time_and_typing_replaces_the_query(start: Start) -> None:
    async with start() as pilot:
        screen = await opened(pilot)
        await pilot.press(*"line", "f6")
        await settled(pilot, screen)
        await pilot.press("escape", "escape")
        again = await opened(pilot, "line")
        assert again.query_one(Input).value == "line"
        assert again.sitting.filters.state == frozenset({"new"})
        await pilot.press("x")
        assert again.query_one(Input).value == "x"


async def test_korean_finds_korean_and_english(start: Start) -> None:
    async with start(language="ko") as pilot:
        screen = await opened(pilot, "wire.broken")
        await pilot.press(*"404")
        assert "404 Not Found" in await settled(pilot, screen)
        screen.query_one(Input).value = "상태"
        assert "상태 코드" in await settled(pilot, screen)


async def test_while_the_index_is_built_it_says_how_far_and_finds_what_is_there(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from tutor.lesson.search import Search

    go, whole = threading.Event(), Search._read

    def slow(self: Search, entry: object) -> object:
        assert go.wait(30)
        return whole(self, entry)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(Search, "_read", slow)
    async with start() as pilot:
        screen = SearchScreen()
        await pilot.app.push_screen(screen)
        await until(pilot, "0 of 3 lessons read")
        await pilot.press(*"404")
        await until(pilot, "404 Not Found")
        go.set()
        await settled(pilot, screen)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 45)])
async def test_everything_is_seen_at_every_size(start: Start, size: tuple[int, int]) -> None:
    async with start(size=size) as pilot:
        screen = await opened(pilot)
        await pilot.press(*"405")
        text = await settled(pilot, screen)
        for part in ("405", "State all", "Module all", "Difficulty all", "Method Not Allowed", "Enter open", "help"):
            assert part in text


async def test_a_very_long_title_is_cut_and_its_place_kept(start: Start, tmp_path: Path) -> None:
    from tests.ui.conftest import COURSE

    for file in COURSE.rglob("*.yaml"):
        copy = tmp_path / "course" / file.relative_to(COURSE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(file.read_text().replace("title: One line asks", f"title: {'One line ' * 30}asks"))
    async with start(lessons=tmp_path / "course") as pilot:
        screen = await opened(pilot)
        await pilot.press(*"asks")
        text = await settled(pilot, screen)
        row = next(row for row in text.splitlines() if "One line One line" in row)
        assert "…" in row and row.rstrip().endswith("A first request")


# ── Facts ────────────────────────────────────────────────────────────────────────────────────────


async def test_a_fact_says_what_it_means_and_where_it_is_defined(start: Start) -> None:
    async with start() as pilot:
        await pilot.app.push_screen(FactScreen("status", "405"))
        text = await until(pilot, "405 Method Not Allowed")
        for part in ("Must carry", "Allow", "4xx, Client Error", "RFC 9110 §15.5.6"):
            assert part in text
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_c_copies_the_address_of_the_section(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr(TutorApp, "copy", lambda self, text, what: copied.append(text))
    async with start() as pilot:
        await pilot.app.push_screen(FactScreen("status", "405"))
        await pilot.press("c")
        await until(pilot, "Copied")
        assert copied == ["https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6"]


def test_every_fact_that_is_found_can_be_shown() -> None:
    from tutor.lesson.search.documents import FACTS, of_reference

    for language in ("en", "ko"):
        for document in of_reference(language):
            fact = fact_of(document.kind, document.id, language)
            assert fact is not None and fact.name == document.title.replace(f"{document.id}xx ", f"{document.id}xx, ")
            assert fact.meaning
    assert set(KINDS) == set(FACTS)
    assert fact_of("status", "x", "en") is None and fact_of("lesson", "wire.first", "en") is None

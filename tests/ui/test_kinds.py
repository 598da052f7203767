"""Every kind of question taken by keys alone, by the mouse, and in a small window."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from tests.ui.conftest import Start, until
from tutor.course.catalogue import Catalogue
from tutor.keyboard.keymaps import FIRST, actions, keymap
from tutor.keyboard.situations import situation
from tutor.lesson.drill import Plan
from tutor.settings import Settings
from tutor.ui.screens.drills import of_lessons
from tutor.ui.steps.placing import PlacingView
from tutor.ui.widgets.rows import Rows

KINDS = Path(__file__).parents[1] / "kinds"
SIZES = [(80, 24), (60, 20), (140, 45)]


async def at(pilot: Pilot[None], number: int, text: str) -> None:
    """Go to a step."""
    await until(pilot, "step 1 of 9")
    for n in range(1, number):
        await pilot.press("f8")
        await until(pilot, f"step {n + 1} of 9")
    await until(pilot, text)


async def put_all(pilot: Pilot[None], partner: dict[str, str]) -> None:
    """Give every row of the step its partner, by digits."""
    view = pilot.app.screen.query_one(PlacingView)
    numbers = list(view.targets)
    for id in list(view.order):
        if view.placed.get(id) == [partner[id]]:
            continue  # the same digit would take it away
        view.point(view.order.index(id))
        await pilot.press(str(numbers.index(partner[id]) + 1))
        await pilot.pause()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_pairs_are_matched_wrongly_then_rightly(start: Start, size: tuple[int, int]) -> None:
    async with start(size=size, lessons=KINDS, target="all.kinds") as pilot:
        await at(pilot, 1, "Give each row its partner")
        await pilot.press("enter")
        await until(pilot, "4 rows have no partner yet.")
        await put_all(pilot, {"ok": "ok", "created": "partial", "accepted": "accepted", "nothing": "nothing"})
        await pilot.press("enter")
        shown = await until(pilot, "3 of 4 are right.")
        assert shown.count("✗") >= 2
        assert "201 says that something new" in shown
        view = pilot.app.screen.query_one(PlacingView)
        assert view.order[view.list.cursor] == "created", "the cursor is where something is to be mended"
        await pilot.press("enter")
        await until(pilot, "Not right yet")
        await put_all(pilot, {"ok": "ok", "created": "created", "accepted": "accepted", "nothing": "nothing"})
        await pilot.press("enter")
        await until(pilot, "✓ Right")


async def test_mending_goes_from_one_wrong_row_to_the_next(start: Start) -> None:
    async with start(lessons=KINDS, target="all.kinds") as pilot:
        await at(pilot, 1, "Give each row its partner")
        right = {"ok": "ok", "created": "created", "accepted": "accepted", "nothing": "nothing"}
        await put_all(pilot, {**right, "ok": "nothing", "nothing": "ok"})
        await pilot.press("enter")
        await until(pilot, "2 of 4 are right.")
        view = pilot.app.screen.query_one(PlacingView)
        first = view.order[view.list.cursor]
        await pilot.press("enter", str(list(view.targets).index(right[first]) + 1))
        await pilot.pause()
        assert {first, view.order[view.list.cursor]} == {"ok", "nothing"}
        await pilot.press(str(list(view.targets).index(right[view.order[view.list.cursor]]) + 1), "enter")
        await until(pilot, "✓ Right")


async def test_a_partner_that_is_taken_goes_to_the_row_that_takes_it_and_a_click_does_the_same(start: Start) -> None:
    async with start(lessons=KINDS, target="all.kinds") as pilot:
        await at(pilot, 1, "Give each row its partner")
        view = pilot.app.screen.query_one(PlacingView)
        await pilot.press("1")
        await pilot.pause()
        first = view.order[0]
        assert list(view.placed) == [first]
        await pilot.press("1")
        await pilot.pause()
        assert list(view.placed) == [view.order[1]]
        await pilot.click(view.list, offset=(4, 2))
        await pilot.click(view.query_one("#to", Rows), offset=(4, 1))
        await pilot.pause()
        assert view.placed[view.order[2]] == [list(view.targets)[1]]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_items_are_sorted_and_a_grid_is_filled(start: Start, size: tuple[int, int]) -> None:
    async with start(size=size, lessons=KINDS, target="all.kinds") as pilot:
        await at(pilot, 2, "Put each row into its bin")
        await until(pilot, "2 a response")
        bins = {"host": "request", "server": "response", "vary": "response", "accept": "request"}
        await put_all(pilot, bins)
        await pilot.press("enter")
        await until(pilot, "✓ Right")
        await pilot.press("enter")
        await until(pilot, "Mark all that is true")
        view = pilot.app.screen.query_one(PlacingView)
        view.point(view.order.index("get"))
        await pilot.press("1", "2")
        await pilot.pause()
        view.point(view.order.index("put"))
        await pilot.press("1", "2", "1")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, "✓ Right")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_gaps_are_filled_one_after_the_other(start: Start, size: tuple[int, int]) -> None:
    async with start(size=size, lessons=KINDS, target="all.kinds") as pilot:
        await at(pilot, 4, "Fill the gaps")
        await pilot.press(*"get", "enter")
        await until(pilot, "gap 2 of 2")
        await pilot.press(*"host", "enter")
        shown = await until(pilot, "Methods are written in capitals.")
        assert "get✗ /notes HTTP/1.1" in shown
        assert "host✓: example.com" in shown
        assert "gap 1 of 2" in shown
        await pilot.press("backspace", "backspace", "backspace", *"GET", "enter")
        shown = await until(pilot, "✓ Right")
        assert "GET✓ /notes HTTP/1.1" in shown


async def test_who_tries_again_types_over_what_was_wrong(start: Start) -> None:
    async with start(lessons=KINDS, target="all.kinds") as pilot:
        await at(pilot, 4, "Fill the gaps")
        await pilot.press(*"get", "enter", *"Host", "enter")
        await until(pilot, "Methods are written in capitals.")
        await pilot.press("enter", *"GET", "enter")
        await until(pilot, "✓ Right")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_line_is_spotted(start: Start, size: tuple[int, int]) -> None:
    async with start(size=size, lessons=KINDS, target="all.kinds") as pilot:
        await at(pilot, 6, "Choose the line")
        await pilot.press("enter")
        shown = await until(pilot, "This line is as it should be.")
        assert "✗ 1  GET /notes" in shown
        await pilot.press("down", "enter")
        shown = await until(pilot, "✓ Right")
        assert "✓ 2  Host : example.com" in shown


async def test_what_is_no_status_is_not_taken_for_a_prediction(start: Start) -> None:
    async with start(lessons=KINDS, target="all.kinds") as pilot:
        await at(pilot, 7, "to 127.0.0.1:")
        await pilot.press(*"none", "enter")
        shown = await until(pilot, "Type the status in digits, such as 200.")
        assert "it brings" not in shown


async def test_a_request_is_shown_whole_when_the_server_is_there_already(start: Start) -> None:
    async with start(lessons=KINDS, target="all.kinds") as pilot:
        await at(pilot, 7, "to 127.0.0.1:")
        await pilot.press("f7")
        await until(pilot, "step 6 of 9")
        await pilot.press("f8")
        await until(pilot, "step 7 of 9")
        await until(pilot, r"> Accept-Encoding: identity\r\n")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_prediction_is_typed_and_then_seen(start: Start, size: tuple[int, int]) -> None:
    async with start(size=size, lessons=KINDS, target="all.kinds") as pilot:
        await at(pilot, 7, "to 127.0.0.1:")
        await pilot.press("enter")
        await until(pilot, "Type an answer first.")
        await pilot.press(*"404", "enter")
        shown = await until(pilot, "it brings 405")
        assert "Not right: 404" in await until(pilot, "Not right: 404")
        assert "The path exists" in await until(pilot, "The path exists")
        assert "< DELETE" not in shown
        await pilot.press("right", "enter")
        await until(pilot, "step 8 of 9")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_drill_is_run_kept_and_compared(start: Start, size: tuple[int, int]) -> None:
    answers = {"Not Found": "404", "Created": "201", "Gone": "410", "Which status needs Allow?": "405"}
    async with start(size=size, lessons=KINDS, target="all.kinds") as pilot:
        await at(pilot, 8, "Not run yet.")
        for expected in ("This is the first run", "best"):
            await pilot.press("enter" if expected != "best" else "e")
            await until(pilot, "0 of 4")
            for n in range(4):
                shown = await until(pilot, f"{n} of 4")
                asked = next(text for text in answers if text in shown.split("✓")[0].split("✗")[0])
                assert "Type the status code, three digits." in shown
                await pilot.press(*answers[asked], "enter")
            shown = await until(pilot, "4 of 4 right in")
            assert expected in shown.lower() or "The best run so far" in shown or expected in shown
            await pilot.press("escape")
            await until(pilot, "Best run: 4 of 4")
        await pilot.press("enter")
        await until(pilot, "Three jumps")


async def test_a_keys_step_opens_the_dojo_and_is_done_when_its_sitting_ends(start: Start) -> None:
    settings = Settings(welcomed=True, ide="pycharm", system="linux-gnome")
    keys = keymap("intellij-linux-gnome").keys
    async with start(lessons=KINDS, target="all.kinds", settings=settings) as pilot:
        await at(pilot, 9, "Go to type declaration")
        await pilot.press("enter")
        for n in range(6):  # in a legacy terminal the three are typed: first copied, then from memory
            shown = await until(pilot, "type what is lit" if n < 3 else "Type it as text")
            id = next(id for id in FIRST if any(situation(actions()[id], k).ask in shown for k in range(3)))
            chord = keys[id].chord
            assert chord is not None
            await pilot.press(*("plus" if sign == "+" else sign for sign in chord.text), "enter")
            await until(pilot, "✓")
            await pilot.press("enter")
        await until(pilot, "3 of 3 right at the first try")
        await pilot.press("escape")
        await until(pilot, "Enter next")
        saver = pilot.app.services.saver  # type: ignore[attr-defined]  # the only app there is
        events = saver.ask(lambda store: list(store.events())).result()
        done = next(event for event in events if event.kind == "drill")
        assert (done.item, done.data["asked"]) == ("all.kinds#k", 3)
        assert done.data["visit"] == events[-1].data["visit"], "it is part of the visit to the step"
        await pilot.press("enter")
        await until(pilot, "What next")


async def test_drills_of_the_reference_are_offered_from_home_and_stopped_half_way(start: Start) -> None:
    async with start(lessons=KINDS) as pilot:
        await until(pilot, "Enter start")
        await pilot.press("t")
        shown = await until(pilot, "6 drills")
        assert "Phrase to code, typed" in shown
        assert "Codes" in shown
        await pilot.press("down", "enter")
        shown = await until(pilot, "s left")
        assert "Esc end it here" in shown, "the way out is in the footer beside the choices"
        await pilot.press("1")
        await pilot.press("escape")
        await until(pilot, "of 1 right in")
        await pilot.press("escape")
        await until(pilot, "best ")


async def test_the_chosen_line_stays_in_sight_of_its_verdict(start: Start) -> None:
    async with start(lessons=Path(__file__).parents[2] / "lessons", target="orm.models") as pilot:
        await until(pilot, "step 1 of 15")
        for n in range(2, 11):
            await pilot.press("f8")
            await until(pilot, f"step {n} of 15")
        await until(pilot, "Choose the line")
        await pilot.press("G", "enter")
        await until(pilot, "✓ Right")
        await until(pilot, "✓ 10      author_id")


async def test_ten_lines_to_order_stand_under_each_other(start: Start) -> None:
    async with start(lessons=Path(__file__).parents[2] / "lessons", target="jinja.inheritance#in-order") as pilot:
        shown = await until(pilot, "Order the lines")
        found = [re.match(r"[ ▸]*\d+  ", line) for line in shown.split("\n")]
        ends = [one.end() for one in found if one]
        assert len(ends) == 11
        assert len(set(ends)) == 1


async def test_the_answer_of_a_drill_is_shown_to_who_does_not_know_it_and_comes_back(start: Start) -> None:
    answers = {"Not Found": "404", "Created": "201", "Gone": "410", "Which status needs Allow?": "405"}
    async with start(lessons=KINDS, target="all.kinds") as pilot:
        await at(pilot, 8, "Not run yet.")
        await pilot.press("enter")
        shown = await until(pilot, "0 of 4")
        assert "F9 show answer" in shown
        asked = next(text for text in answers if text in shown)
        await pilot.press("enter")
        assert "0 of 4" in await until(pilot, asked), "an empty field is no answer"
        await pilot.press("f9")
        shown = await until(pilot, "1 of 4")
        assert f"✗ {asked} → {answers[asked]}" in shown
        assert "you:" not in shown
        asked = next(text for text in answers if text in shown.split("✗")[0])
        await pilot.press(*"9" * 70, "enter")
        rows = (await until(pilot, "2 of 4")).splitlines()
        first = next(n for n, row in enumerate(rows) if f"✗ {asked} → {answers[asked]}" in row)
        assert rows[first + 1].startswith(" " * 4), "what is too long goes on under its text, not under the sign"
        await pilot.press("escape")
        shown = await until(pilot, "0 of 2 right in")
        assert f"✗ {asked} → {answers[asked]}" in shown


async def test_drills_of_the_reference_can_be_started_while_the_lessons_are_read(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Event()

    def slowly(catalogue: Catalogue, language: str) -> list[Plan]:
        read.wait(30)
        return of_lessons(catalogue, language)

    monkeypatch.setattr("tutor.ui.screens.drills.of_lessons", slowly)
    async with start(lessons=KINDS) as pilot:
        await until(pilot, "Enter start")
        await pilot.press("t")
        shown = await until(pilot, "Phrase to code, typed")
        assert "6 drills" not in shown
        await pilot.press("down", "enter")
        await until(pilot, "s left")
        await pilot.press("1", "escape", "escape")
        assert "best " in await until(pilot, "Phrase to code, typed")
        read.set()
        assert "Codes" in await until(pilot, "6 drills")

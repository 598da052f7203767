"""Search while one types: lessons, steps, cards and facts, with what was found of the chosen one beside the list."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from tutor.lesson.search import LIMIT, STATES, Answer, Filters, Hit, Search, State, answer
from tutor.ui.commands import bindings
from tutor.ui.launch import Known
from tutor.ui.listpage import ListPage
from tutor.ui.screens.fact import FactScreen
from tutor.ui.screens.found import Found, Offer, about, key_of, row_of, without_filters
from tutor.ui.text import MAX_PROSE, styled
from tutor.ui.widgets.filter import Filter
from tutor.ui.widgets.frame import Rule, Top
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import N_, _, ngettext

if TYPE_CHECKING:
    from textual.app import App

AHEAD = 12  # rows under those that can be seen, for a first PgDn
LEVELS = ((1, 3), (4, 6), (7, 10))  # difficulties that one filters by
STATE_NAMES: dict[State, str] = {
    "new": N_("not begun"), "begun": N_("begun"), "done": N_("done"), "bookmarked": N_("bookmarked"),
    "noted": N_("with a note"),
}  # fmt: skip


@dataclass(slots=True)
class Sitting:
    """What is kept from one search to the next, as long as the program runs."""

    search: Search | None = None
    query: str = ""
    filters: Filters = field(default_factory=Filters)


_SITTINGS: WeakKeyDictionary[App[Any], Sitting] = WeakKeyDictionary()


class SearchScreen(ListPage):
    """A field, filters under it, results as one types. Enter opens the one at the cursor."""

    CSS_PATH = "search.tcss"
    BINDINGS = [  # noqa: RUF012  # Textual's way to declare them
        *bindings("go", "up", "down", "top", "bottom", "page-up", "page-down", "left", "right", "search", "palette",
                  "help", "back"),
        ("tab", "part(1)"), ("shift+tab", "part(-1)"),
        ("f6", "turn('#state')"), ("f7", "turn('#module')"), ("f8", "turn('#level')"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.known = Known()
        self.found: Sequence[Found] = ()
        self.answer: Answer | None = None
        self._asked = self._shown = 0  # numbers of questions
        self._asking = False
        self._answered = asyncio.Event()
        self._thread: threading.Thread | None = None  # that brings the index up to date
        self._read = (0, 0)
        self._said: str | None = None
        self._rest: Timer | None = None  # until the rows are made that are further down

    @property
    def sitting(self) -> Sitting:
        return _SITTINGS.setdefault(self.app, Sitting())

    @property
    def search(self) -> Search:
        assert self.sitting.search is not None
        return self.sitting.search

    # ── Composing ────────────────────────────────────────────────────────────────────────────────

    def compose(self) -> ComposeResult:
        yield Top(("tutor", _("Search")))
        yield Rule()
        with Vertical(id="page"):
            with Horizontal(id="typed"):
                yield Static("/", id="slash")
                yield Input(self.sitting.query, placeholder=self._placeholder())
            with Horizontal(id="filters"):
                yield Filter("state", "F6", lambda: _("State"), self._states)
                yield Filter("module", "F7", lambda: _("Module"), self._modules)
                yield Filter("level", "F8", lambda: _("Difficulty"), self._levels)
            yield Static(id="said")
            with Vertical(id="results"):
                yield Rows()
                with Vertical(id="preview"):
                    yield Static()
        yield self.keys()

    @staticmethod
    def _placeholder() -> str:
        return _("a word, a status code, a method, a field")

    @staticmethod
    def _states() -> list[tuple[Any, str]]:
        return [(None, _("all")), *((frozenset({state}), _(STATE_NAMES[state])) for state in STATES)]

    def _modules(self) -> list[tuple[Any, str]]:
        catalogue = self.sitting.search.catalogue if self.sitting.search else None
        modules = catalogue.modules if catalogue else []
        return [(None, _("all")), *((module.id, module.title) for module in modules)]

    @staticmethod
    def _levels() -> list[tuple[Any, str]]:
        return [(None, _("all")), *((pair, _("{n} to {m}").format(n=pair[0], m=pair[1])) for pair in LEVELS)]

    def on_mount(self) -> None:
        entry = self.query_one(Input)
        entry.cursor_blink = False
        entry.focus()
        self._use_filters(self.sitting.filters)
        self.run_worker(self._open(), group="open", exclusive=True)
        self.set_interval(0.2, self._look)

    def _use_filters(self, filters: Filters) -> None:
        for id, value in (("#state", filters.state), ("#module", filters.module), ("#level", filters.difficulty)):
            one = self.query_one(id, Filter)
            one.value = value
            one.refresh(layout=True)
        self.sitting.filters = filters

    async def _open(self) -> None:
        """Take the course as it is now, and bring its index up to date in a thread."""
        services, sitting = self.tutor.services, self.sitting
        catalogue = await asyncio.wrap_future(services.catalogue)
        if sitting.search is None or sitting.search.catalogue is not catalogue:
            if sitting.search is not None:
                threading.Thread(target=sitting.search.close, name="search-close", daemon=True).start()
            sitting.search = await asyncio.to_thread(Search, catalogue, services.cache)
        if sitting.filters.module not in [id for id, _name in self._modules()]:
            sitting.filters = Filters(None, sitting.filters.state, sitting.filters.difficulty)
        self._use_filters(sitting.filters)
        self._update()
        self.known = await asyncio.wrap_future(services.ask_known())
        self.ask()

    def _update(self) -> None:
        # Not one of the pool's threads: the program would wait for those when it ends.
        self._thread = threading.Thread(target=self.search.update, name="search", daemon=True)
        self._thread.start()

    def _look(self) -> None:
        """While the index is brought up to date: ask again as more of it is there."""
        if self._thread is None:
            return
        if not self._thread.is_alive():
            self._thread = None
            self.ask()
        elif self.search.how_far != self._read:
            self._read = self.search.how_far
            self.ask()

    async def retell(self) -> None:
        self.query_one(Top).path = ("tutor", _("Search"))
        self.query_one(Input).placeholder = self._placeholder()
        await self._open()
        self.refresh_keys()

    def on_resize(self) -> None:
        self._fill_rows()
        self._preview()

    # ── Asking ───────────────────────────────────────────────────────────────────────────────────

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        self.sitting.query = message.value
        self.ask()

    @on(Filter.Changed)
    def _filtered(self) -> None:
        values = [self.query_one(id, Filter).value for id in ("#module", "#state", "#level")]
        self.sitting.filters = Filters(*values)
        self.ask()

    def ask(self) -> None:
        """Ask for what is in the field now. While an answer is worked out only the newest question waits."""
        self._asked += 1
        self._answered.clear()
        if self.sitting.search is not None and not self._asking:
            self._asking = True
            self.run_worker(self._ask(), group="answer")

    async def _ask(self) -> None:
        try:
            while self._shown != self._asked:
                number, sitting, known = self._asked, self.sitting, self.known
                found = await asyncio.to_thread(
                    answer, self.search, sitting.query, sitting.filters, known.lessons, known.marks
                )
                self._shown = number
                self._show(found)
        finally:
            self._asking = False
        self._answered.set()

    # ── Showing ──────────────────────────────────────────────────────────────────────────────────

    def _show(self, found: Answer) -> None:
        """Show an answer; the cursor stays at its result as long as the question is the same."""
        before, rows = self.answer, self.query_one(Rows)
        same = before is not None and (before.query, before.filters) == (found.query, found.filters)
        here = key_of(self.found[rows.cursor]) if same and rows.cursor < len(self.found) else None
        self.answer, self.found = found, found.hits or without_filters(found)
        keys = [key_of(one) for one in self.found]
        with self.app.batch_update():
            self._fill_rows(keys.index(here) if here in keys else 0)
            self._say(found)
            self._preview()
        if before is None or bool(before.hits) != bool(found.hits):
            self.refresh_keys()
        if found.empty:
            self.run_worker(self._offer(found), group="offer", exclusive=True)
        if self.search.behind and self._thread is None:
            self._update()  # the index had to be made anew

    async def _offer(self, found: Answer) -> None:
        """Nothing was found: offer a query like this one, unless another was typed meanwhile."""
        nearest = await asyncio.to_thread(self.search.nearest, found.query)
        if nearest and self.answer is found:
            text = _("Look for {words}").format(words=f"“{nearest}”")
            self.found = [Offer(text, nearest, found.filters)]
            self._fill_rows(0)
            self.refresh_keys()

    def _fill_rows(self, cursor: int | None = None) -> None:
        """Make the rows: at once those that can be seen, the others when nobody types."""
        if self._rest is not None:
            self._rest.stop()
        rows = self.query_one(Rows)
        first = max(rows.size.height, cursor or 0) + AHEAD
        rows.set(self._rows_of(self.found[:first]), cursor)
        if len(self.found) > first:
            self._rest = self.set_timer(0.1, self._fill_rest)

    def _fill_rest(self) -> None:
        self.query_one(Rows).set(self._rows_of(self.found))

    def _rows_of(self, found: Sequence[Found]) -> list[Row]:
        width = self.query_one(Rows).size.width or self.size.width - 4
        return [row_of(one, self.search.catalogue, self.known.lessons, width) for one in found]

    def _say(self, found: Answer) -> None:
        """How much was found, and what to know if that is nothing."""
        count, asked = len(found.hits), bool(found.query.strip())
        done, total = self.search.how_far
        if self.search.behind and self._thread is not None and total:
            right = _("{n} of {total} lessons read").format(n=done, total=total)
        elif count == LIMIT:
            right = _("the first {n}").format(n=count)
        elif asked:
            right = _("{n} found").format(n=count)
        else:
            right = ngettext("{n} lesson", "{n} lessons", count).format(n=count)
        self.query_one(Top).right = right
        text = ""
        if not count and asked:
            text = _("Nothing has {words} in it. Searched were titles, objectives and texts of lessons, and all facts.")
            text = text.format(words=f"“{found.query.strip()}”")
        elif not count:
            text = _("No lesson is so.")
        elif not asked and not found.filters.any:
            text = _("Titles, objectives, texts and facts are searched as you type.")
        if text != self._said:  # else the screen would be laid out anew for each key
            self._said = text
            said = self.query_one("#said", Static)
            said.display = bool(text)
            said.update(styled(text, "$soft"))

    @property
    def here(self) -> Found | None:
        """What the cursor is at."""
        cursor = self.query_one(Rows).cursor if self.is_mounted else 0
        return self.found[cursor] if cursor < len(self.found) else None

    def _preview(self) -> None:
        """What was found of the one at the cursor."""
        shown = self.query_one("#preview Static", Static)
        width = max(20, min(MAX_PROSE, shown.size.width or self.size.width - 8))
        one = self.here
        airy = self.size.height >= 36 or self.size.width >= 116
        language = self.tutor.services.language
        rows = about(one, self.search.catalogue, language, width, airy=airy) if isinstance(one, Hit) else []
        shown.update(Content("\n").join(rows))

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def footer(self) -> Sequence[tuple[str, str, str]]:
        rows = [("go", "Enter", self.title_of("go"))] if self.can_go() else []
        if self.can_right():
            rows.append(("right", "←→", _("change")))
        rows += [("down", "↑↓", _("result")), ("part", "Tab", _("filters"))]
        if not self.typing:
            rows.append(("search", "/", _("type")))
        rows.append(("back", "Esc", self.title_of("back")))
        return [*rows, *((f"by-{one.id}", one.cap, one.name_of().lower()) for one in self.query(Filter))]

    def title_of(self, id: str) -> str:
        if id == "go" and isinstance(self.here, Offer):
            return _("do it")
        titles = {"go": _("open"), "down": _("result"), "right": _("change"), "search": _("type"),
                  "back": _("leave field") if self.typing else _("close")}  # fmt: skip
        return titles.get(id) or super().title_of(id)

    def can_go(self) -> bool:
        return bool(self.found) or not self._answered.is_set()

    async def do_go(self) -> None:
        """Open the one at the cursor, once the answer to what was typed is there."""
        await self._answered.wait()
        one = self.here
        if isinstance(one, Offer):
            self._take(one)
        elif one is not None:
            self._open_hit(one)

    def _take(self, offer: Offer) -> None:
        self._use_filters(offer.filters)
        self.query_one(Input).value = offer.query
        self.ask()

    def _open_hit(self, hit: Hit) -> None:
        if hit.kind in ("module", "lesson", "step", "card"):
            self.tutor.open_lesson(hit.id, hit.step)
        else:
            self.app.push_screen(FactScreen(hit.kind, hit.id))

    @on(Input.Submitted)
    async def _entered(self) -> None:
        await self.do("go")

    def do_search(self) -> None:
        """Back into the field; what is typed takes the place of what is there."""
        entry = self.query_one(Input)
        entry.focus()
        entry.select_all()

    def do_part(self) -> None:
        self.action_part(1)

    def action_part(self, by: int) -> None:
        """Go to the field, each of the filters, and the list; the list has the focus when nothing else has."""
        parts = [self.query_one(Input), *self.query(Filter), None]
        self.set_focus(parts[(parts.index(self.focused) + by) % len(parts)])
        self._redraw_filters()

    def _redraw_filters(self) -> None:
        for one in self.query(Filter):
            one.refresh()

    def action_turn(self, selector: str) -> None:
        self.query_one(selector, Filter).turn(1)

    def do_by_state(self) -> None:
        self.action_turn("#state")

    def do_by_module(self) -> None:
        self.action_turn("#module")

    def do_by_level(self) -> None:
        self.action_turn("#level")

    def can_right(self) -> bool:
        return isinstance(self.focused, Filter)

    can_left = can_right

    def do_left(self) -> None:
        self._turn(-1)

    def do_right(self) -> None:
        self._turn(1)

    def _turn(self, by: int) -> None:
        if isinstance(self.focused, Filter):
            self.focused.turn(by)

    def _move(self, by: int) -> None:
        super()._move(by)
        self._preview()

    def help_text(self) -> tuple[str, str]:
        return _("Search"), _(
            "Results come as you type; all words have to be there, the last may be a beginning. Tab goes to the "
            "filters, where ← → change one. Esc leaves the field, a second one closes."
        )

"""The reference: names at the left, what one means at the right, and Enter to see it happen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from tutor import reference
from tutor.lesson.entries import Entry
from tutor.lesson.facts import Named
from tutor.reference.live import Live, live
from tutor.ui.commands import bindings
from tutor.ui.listpage import ListPage
from tutor.ui.screens import keeping
from tutor.ui.screens.fact import Fact, fact_of, fact_rows
from tutor.ui.text import MAX_PROSE, padded, styled, wrapped
from tutor.ui.widgets.frame import Rule, Tabs, Top
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _

CODE = 4


class Item(NamedTuple):
    """A row of the list: what it is one of, its id there, and what else it is found by."""

    kind: str
    id: str
    lead: str
    name: str
    words: str


def _methods(language: str) -> list[Item]:
    return [Item("method", m.name, "", m.name, m.summary(language)) for m in reference.methods()]


def _statuses(language: str) -> list[Item]:
    return [Item("status", str(s.code), str(s.code), s.phrase, s.summary(language)) for s in reference.statuses()]


def _fields(language: str) -> list[Item]:
    return [Item("field", f.name, "", f.name, f.summary(language)) for f in reference.fields()]


def _parts(language: str) -> list[Item]:
    titles = [(kind, reference.span_label(*_split(kind), language)) for kind in reference.span_kinds()]
    return [Item("label", kind, "", label.title, label.text) for kind, label in titles]


def _split(kind: str) -> tuple[str, str]:
    name, _slash, detail = kind.partition("/")
    return name, detail


LISTS: dict[str, tuple[Callable[[], str], Callable[[str], list[Item]]]] = {
    "status": (lambda: _("Status codes"), _statuses),
    "method": (lambda: _("Methods"), _methods),
    "field": (lambda: _("Fields"), _fields),
    "label": (lambda: _("Parts"), _parts),
}
STEP = "step"


class FactsScreen(ListPage):
    """Status codes, methods, fields and the parts of a message; for a step, first what it is about.

    Args:
        named: facts to begin with, the first of them under the cursor.
        sources: (title, address, version) of what the step rests on.
    """

    CSS_PATH = "facts.tcss"
    FOOTER = ("go", "search", "keep", "pane", "down", "copy", "lab", "back")
    BINDINGS = bindings(
        "go", "up", "down", "top", "bottom", "page-up", "page-down", "span-left", "span-right", "pane", "pane-back",
        "search", "keep", "copy", "lab", "palette", "help", "back",
    )  # fmt: skip

    def __init__(self, named: Sequence[Named] = (), sources: Sequence[tuple[str, str, str]] = ()) -> None:
        super().__init__()
        self.named, self.sources = named, sources
        self.tab = STEP if named or sources else "status"
        self.found: list[Item] = []
        self.kept: Mapping[str, str] = {}  # items that are reviewed, and when next in words

    def compose(self) -> ComposeResult:
        yield Top((_("Facts"),))
        yield Rule()
        with Vertical(id="page"):
            with Horizontal(id="typed"):
                yield Static(styled("/ ", "bold $you"), id="slash")
                entry = Input(placeholder=_("find"))
                entry.cursor_blink = False
                yield entry
                yield Tabs()
            with Horizontal(id="both"):
                yield Rows()
                with VerticalScroll(id="fact", can_focus=False):
                    yield Static()
        yield self.keys()

    def on_mount(self) -> None:
        self.show()
        self.run_worker(self._ask_kept(), group="kept", exclusive=True)

    async def _ask_kept(self) -> None:
        """Which entries are reviewed, and when next."""
        self.kept = await keeping.kept(self.tutor)
        self._about()

    def on_resize(self) -> None:
        self.call_after_refresh(self._about)  # once the panes have their new widths

    # ── The list ─────────────────────────────────────────────────────────────────────────────────

    @property
    def language(self) -> str:
        return self.tutor.services.language

    def tabs(self) -> list[str]:
        """What there are lists of."""
        return [STEP] * bool(self.named or self.sources) + list(LISTS)

    def _all(self) -> list[Item]:
        if self.tab != STEP:
            return LISTS[self.tab][1](self.language)
        known = {(item.kind, item.id): item for kind in LISTS for item in LISTS[kind][1](self.language)}
        facts = [known[fact] for fact in self.named if fact in known]
        return facts + [Item("source", title, "", title, address) for title, address, _version in self.sources]

    def show(self, cursor: int = 0) -> None:
        """The list for what is typed, the fact at its cursor, and which list it is."""
        everything, words = self._all(), self.query_one(Input).value.lower().split()
        self.found = [item for item in everything if all(_has(item, word) for word in words)]
        rows = [
            Row(styled(item.name), lead=styled(padded(item.lead, CODE), "bold $server"))
            if item.lead
            else Row(styled(item.name, "bold $strong"))
            for item in self.found
        ]
        self.query_one(Rows).set(rows, cursor)
        names = [_("This step") if tab == STEP else LISTS[tab][0]() for tab in self.tabs()]
        self.query_one(Tabs).choose(names, self.tabs().index(self.tab))
        self.query_one(Top).right = _("{n} of {total}").format(n=len(self.found), total=len(everything))
        self._about()

    @property
    def here(self) -> Item | None:
        """The fact at the cursor."""
        cursor = self.query_one(Rows).cursor
        return self.found[cursor] if cursor < len(self.found) else None

    @property
    def fact(self) -> Fact | None:
        """What is known of it."""
        item = self.here
        if item is None:
            return None
        if item.kind == "source":
            title, address, version = next(source for source in self.sources if source[0] == item.id)
            version_row = ((_("Version"), version),) if version else ()
            return Fact(title, _("what this step rests on"), address, version_row, title, address)
        return fact_of(item.kind, item.id, self.language)

    def _about(self) -> None:
        pane, fact = self.query_one("#fact"), self.fact
        width = min(MAX_PROSE, max(24, pane.size.width - 1))
        if fact is None:
            rows = wrapped(styled(_("Nothing has this in its name or meaning."), "$soft"), width)
        else:
            head = wrapped(styled(fact.name, "bold $strong") + styled(f"  {fact.group}", "$soft"), width)
            rows = [*head, Content(""), *fact_rows(fact, width), *keeping.kept_rows(self._entry(), self.kept, width)]
            if (seen := self._live()) and seen.why:
                rows += [Content(""), *wrapped(styled(seen.why, "$soft"), width)]
        pane.query_one(Static).update(Content("\n").join(rows))
        pane.scroll_home(animate=False)
        self.refresh_keys()

    def _live(self) -> Live | None:
        return live(self.here.kind, self.here.id, self.language) if self.here else None

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str:
        if id == "pane":
            tabs = self.tabs()
            following = tabs[(tabs.index(self.tab) + 1) % len(tabs)]
            return (_("This step") if following == STEP else LISTS[following][0]()).lower()
        if id == "back":
            return _("leave the field") if self.typing else _("close")
        titles = {"go": _("see it live"), "search": _("find"), "copy": _("copy the link"), "lab": _("request lab")}
        if id == "keep" and (entry := self._entry()) is not None and entry.item in self.kept:
            return _("no review")
        return titles.get(id) or super().title_of(id)

    def can_go(self) -> bool:
        return self._live() is not None

    def do_go(self) -> None:
        from tutor.ui.screens.live import LiveScreen

        item, fact = self.here, self.fact
        seen = live(item.kind, item.id, self.language) if item else None
        if seen and fact:
            self.app.push_screen(LiveScreen(fact.name, seen))

    @on(Input.Submitted)
    async def _entered(self) -> None:
        await self.do("go")

    @on(Input.Changed)
    def _typed(self) -> None:
        self.show()

    def can_search(self) -> bool:
        return not self.typing

    def do_search(self) -> None:
        entry = self.query_one(Input)
        self.set_focus(entry)  # at once: what is typed next is for it
        entry.select_all()

    def _move(self, by: int) -> None:
        super()._move(by)
        self._about()

    def _turn(self, by: int) -> None:
        tabs = self.tabs()
        self.tab = tabs[(tabs.index(self.tab) + by) % len(tabs)]
        self.show()

    def do_pane(self) -> None:
        self._turn(1)

    do_span_right = do_pane

    def do_pane_back(self) -> None:
        self._turn(-1)

    do_span_left = do_pane_back

    @on(Tabs.Picked)
    def _tab_clicked(self, message: Tabs.Picked) -> None:
        self.tab = self.tabs()[message.index]
        self.show()

    def _entry(self) -> Entry | None:
        """The entry at the cursor, if it can be kept."""
        return keeping.entry_of(self.here.kind, self.here.id) if self.here is not None else None

    def can_keep(self) -> bool:
        return not self.typing and self._entry() is not None

    async def do_keep(self) -> None:
        """Ask this in reviews, or no longer: the same key takes it back."""
        if (entry := self._entry()) is not None:
            said = keeping.turn(self.tutor, entry, entry.item not in self.kept)
            await self._ask_kept()
            self.say(said)

    def can_copy(self) -> bool:
        return not self.typing and bool(self.fact and self.fact.defined)

    def do_copy(self) -> None:
        if fact := self.fact:
            self.tutor.copy(fact.link, fact.defined)
            self.say(_("Copied: {what}").format(what=fact.link))

    def do_lab(self) -> None:
        from tutor.ui.screens.lab import LabScreen

        self.app.push_screen(LabScreen())

    def can_lab(self) -> bool:
        return not self.typing

    async def retell(self) -> None:
        self.query_one(Top).path = (_("Facts"),)
        self.query_one(Input).placeholder = _("find")
        self.show(self.query_one(Rows).cursor)

    def help_text(self) -> tuple[str, str]:
        return _("Facts"), _(
            "Status codes, methods, fields and the parts of a message, each with its meaning and its section of the "
            "standard. Enter makes the bundled server show the one at the cursor; Tab turns to the next list."
        )


def _has(item: Item, word: str) -> bool:
    """Whether an item is found by a word; a number is the beginning of a status code."""
    if word.isdecimal() and item.kind == "status":
        return item.id.startswith(word)
    return word in f"{item.lead} {item.name} {item.words}".lower()

"""Progress: what was done, what is remembered, what comes, and what to practise."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.lesson.backlog import keymap_for
from tutor.lesson.review import in_days
from tutor.lesson.standing import ChordTrend, Standing, Trend, standing
from tutor.progress.figures import Item
from tutor.ui.commands import bindings
from tutor.ui.listpage import ListPage
from tutor.ui.text import inline, padded, styled
from tutor.ui.widgets import charts
from tutor.ui.widgets.frame import Line, Rule, Tabs, Top
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import N_, _, ngettext

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp

NAME = 26
WEEKS = 53
BROAD = 140
"""Columns from which on the charts stand side by side."""


class Part(NamedTuple):
    """A list at the foot of the screen: its name, its rows, and the item that Enter practises in each."""

    name: str
    rows: Callable[[Standing, ProgressScreen], list[Row]]
    items: Callable[[Standing], list[str]]


async def figures_of(app: TutorApp) -> Standing:
    """Everything that the screen shows, from the thread that owns the store."""
    catalogue = await asyncio.wrap_future(app.services.catalogue)
    retention, keymap = app.settings.retention / 100, keymap_for(app.settings.ide, app.settings.system)
    return await asyncio.wrap_future(
        app.services.saver.ask(lambda store: standing(store, catalogue, retention=retention, keymap=keymap))
    )


class ProgressScreen(ListPage):
    """One look says what to do next; Enter practises the item at the cursor."""

    DEFAULT_CSS = """
    ProgressScreen #page { padding: 1 2 0 2; height: 1fr; }
    ProgressScreen #page > * { max-width: 96; }
    ProgressScreen Static { height: auto; }
    ProgressScreen #charts { height: auto; margin: 1 0 0 0; }
    ProgressScreen #tables { height: auto; }
    ProgressScreen #year { margin: 0 0 1 0; }
    ProgressScreen #ahead { width: 26; }
    ProgressScreen #lasting { width: 1fr; }
    ProgressScreen #parts { margin: 1 0 0 0; padding: 0 0 0 2; }
    ProgressScreen Rows { height: 1fr; }
    ProgressScreen.-broad #page > * { max-width: 150; }
    ProgressScreen.-broad #charts { layout: horizontal; }
    ProgressScreen.-broad #year { width: 61; margin: 0; }
    ProgressScreen.-broad #tables { width: 1fr; }
    ProgressScreen.-broad #ahead { width: 28; }
    ProgressScreen.-broad Rows, ProgressScreen.-broad #parts { max-width: 96; }
    ProgressScreen.-short #page { padding: 0 1; }
    ProgressScreen.-short #year { display: none; }
    ProgressScreen.-narrow #lasting { display: none; }
    """
    FOOTER = ("go", "pane", "report-file", "back")
    BINDINGS = bindings(
        "go", "up", "down", "top", "bottom", "pane", "pane-back", "report-file", "search", "settings", "palette",
        "help", "back",
    )  # fmt: skip

    def __init__(self, known: Standing) -> None:
        super().__init__()
        self.standing = known
        self.part = 0
        self._fresh = True  # nothing was done since the figures were asked for

    def compose(self) -> ComposeResult:
        yield Top((_("Progress"),))
        yield Rule()
        with Vertical(id="page"):
            yield Line(id="totals")
            with Container(id="charts"):
                yield Static(id="year")
                with Horizontal(id="tables"):
                    yield Static(id="ahead")
                    yield Static(id="lasting")
            yield Tabs(id="parts")
            yield Rows()
        yield self.keys()

    def on_screen_resume(self) -> None:
        if not self._fresh:
            self.run_worker(self._read(), exclusive=True)
        self._fresh = False

    async def _read(self) -> None:
        self.standing = await figures_of(self.tutor)
        self.fill()

    async def retell(self) -> None:
        self.query_one(Top).path = (_("Progress"),)
        await self._read()

    def on_resize(self) -> None:
        self.fill()

    # ── Filling ──────────────────────────────────────────────────────────────────────────────────

    def fill(self) -> None:
        """Show everything as it is known now."""
        known = self.standing
        if not self.query("#totals"):
            return
        wide, tall = self.size.width >= BROAD, self.size.height >= 36
        self.set_class(wide, "-broad")
        with self.app.batch_update():
            self._totals(known)
            figures, rows = known.figures, 8 if tall else 5
            weeks = min(WEEKS, self.size.width - charts.LABEL - 4)
            goal = self.tutor.settings.minutes
            self._put("#year", charts.year(figures.minutes_by_day, figures.today, weeks, goal))
            head = styled(_("Reviews ahead"), "bold $soft")
            self._put("#ahead", [head, *charts.ahead(figures.ahead, figures.today, rows)])
            name = 18 if wide else min(NAME, self.size.width - 26 - 4 - 28)
            self._put("#lasting", [
                charts.lasting_head(name), *charts.lasting(figures.durability, known.title, rows, name)
            ])  # fmt: skip
            self._list(known)
        self.refresh_keys()

    def _put(self, id: str, rows: list[Content]) -> None:
        self.query_one(id, Static).update(Content("\n").join(rows))

    def _totals(self, known: Standing) -> None:
        figures = known.figures

        def count(n: int, text: str) -> Content:
            return styled(str(n), "bold $strong") + Content(" " + text + "   ")

        left = count(known.lessons_done, _("of {total} lessons").format(total=known.lessons))
        left += count(known.objectives_reached, _("of {total} objectives").format(total=known.objectives))
        aim = round(100 * figures.retention)
        if figures.measured is None:
            recall = styled(_("recall: aim {aim} %").format(aim=aim), "$soft")
        else:
            recall = Content(_("recall {n} %, aim {aim}").format(n=round(100 * figures.measured), aim=aim))
        hours, minutes = divmod(figures.total_minutes, 60)
        right = Content(_("{hours} h {minutes} min").format(hours=hours, minutes=minutes))
        fits = left.cell_length + recall.cell_length + 2 + right.cell_length <= self.size.width - 4
        self.query_one("#totals", Line).set(left + recall if fits else left, right)
        items = ngettext("{n} item remembered", "{n} items remembered", figures.items).format(n=figures.items)
        self.query_one(Top).right = items

    def _list(self, known: Standing) -> None:
        names = [_(part.name) for part in PARTS]
        self.query_one("#parts", Tabs).choose(names, self.part)
        rows = PARTS[self.part].rows(known, self)
        if not rows:
            rows = [Row(styled(_("Nothing yet."), "$soft"), plain=True)]
        self.query_one(Rows).set(rows)

    def item_rows(self, known: Standing, items: Sequence[Item], said: Callable[[Item], str]) -> list[Row]:
        """Rows of items: the title, and in columns what is said of each, whether it is a leech, when it comes back."""
        columns = [
            (said(item), _("leech") if item.leech else "", f"↻ {in_days(item.due - known.figures.today)}")
            for item in items
        ]
        widths = [max(map(cell_len, column), default=0) for column in zip(*columns, strict=True)]
        rows = []
        for item, texts in zip(items, columns, strict=True):
            cells = [
                styled(padded(text, width), style)
                for text, width, style in zip(texts, widths, ("$soft", "$you", "$soft"), strict=True)
                if width
            ]
            rows.append(Row(inline(known.title(item.item)), right=Content("  ").join(cells) + Content(" ")))
        return rows

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    @property
    def _items(self) -> list[str]:
        return PARTS[self.part].items(self.standing)

    def title_of(self, id: str) -> str:
        titles = {"go": _("practise"), "pane": _("next list"), "back": _("home")}
        return titles.get(id) or super().title_of(id)

    def can_go(self) -> bool:
        return bool(self._items)

    def do_go(self) -> None:
        items = self._items
        cursor = self.query_one(Rows).cursor
        if cursor < len(items):
            self.tutor.practise(items[cursor])

    def _turn(self, by: int) -> None:
        self.part = (self.part + by) % len(PARTS)
        self.query_one(Rows).cursor = 0
        self._list(self.standing)
        self.refresh_keys()

    def do_pane(self) -> None:
        self._turn(1)

    def do_pane_back(self) -> None:
        self._turn(-1)

    def do_report_file(self) -> None:
        self.run_worker(self._export(), group="export", exclusive=True)

    async def _export(self) -> None:
        """A report for reading, beside the log."""
        known = self.standing
        from tutor.progress.export import as_html

        services = self.tutor.services
        path = services.data / f"progress-{time.strftime('%Y-%m-%d')}.html"
        content = as_html(known.figures, known.title, services.language)
        try:
            await asyncio.to_thread(path.write_bytes, content)
        except OSError as error:
            self.say(_("{file} cannot be written: {why}.").format(file=path, why=error.strerror))
        else:
            self.say(_("Written: {file}").format(file=path))

    @on(Tabs.Picked)
    def _tab(self, message: Tabs.Picked) -> None:
        self._turn(message.index - self.part)

    def help_text(self) -> tuple[str, str]:
        return _("Progress"), _(
            "A block is a day with practice, brighter from your minutes a day on. An item lasts a week when it need "
            "not be asked for a week. Enter practises the item at the cursor."
        )


# ── The lists ────────────────────────────────────────────────────────────────────────────────────


def _shaky(known: Standing, screen: ProgressScreen) -> list[Row]:
    def said(item: Item) -> str:
        return _("known {n} of {total}").format(n=item.recalled, total=item.reps)

    return screen.item_rows(known, known.figures.shakiest, said)


def _slow(known: Standing, screen: ProgressScreen) -> list[Row]:
    def said(item: Item) -> str:
        return _("{n} s").format(n=round(item.ms / 1000))

    return screen.item_rows(known, known.figures.slowest, said)


def _drills(known: Standing, screen: ProgressScreen) -> list[Row]:
    def row(trend: Trend) -> Row:
        scores = " ".join(map(str, trend.right[-5:]))
        best = _("best {n}").format(n=trend.best.right)
        return Row(
            Content(padded(trend.title, 30)) + styled(f"{charts.spark(trend.right)}  {scores}", "$soft"),
            right=styled(best + " ", "$soft"),
        )

    return [row(trend) for trend in known.drills]


def _chords(known: Standing, screen: ProgressScreen) -> list[Row]:
    def row(trend: ChordTrend) -> Row:
        said = _("right {n} of {total}").format(n=trend.right, total=trend.asked)
        speed = ""
        if trend.times:
            speed = f"{charts.spark(trend.times)}  " + _("{n} s").format(n=f"{trend.times[-1] / 1000:.1f}")
        if trend.target:
            said += ", " + _("aim {n} s").format(n=f"{trend.target / 1000:.1f}")
        return Row(Content(padded(trend.title, 30)) + styled(speed, "$soft"), right=styled(said + " ", "$soft"))

    return [row(trend) for trend in known.chords]


def _modules(known: Standing, screen: ProgressScreen) -> list[Row]:
    found = []
    for id, (done, total) in known.mastery.items():
        bar = styled("━" * done, "$good") + styled("─" * (total - done), "$rule")
        found.append(Row(Content(padded(known.title(id), 32)) + bar, right=styled(f"{done}/{total} ", "$soft")))
    return found


def _none(known: Standing) -> list[str]:
    return []


PARTS = (
    Part(N_("Shakiest"), _shaky, lambda known: [item.item for item in known.figures.shakiest]),
    Part(N_("Slowest"), _slow, lambda known: [item.item for item in known.figures.slowest]),
    Part(N_("Drills"), _drills, _none),
    Part(N_("Chords"), _chords, lambda known: [trend.item for trend in known.chords]),
    Part(N_("Lessons by module"), _modules, _none),
)

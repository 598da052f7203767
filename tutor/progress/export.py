"""Progress for other programs and for reading: JSON lines, CSV, and a report in HTML with pictures."""

from __future__ import annotations

import csv
import html
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from io import StringIO
from typing import TYPE_CHECKING

from tutor.progress.events import Event
from tutor.progress.grades import grade_of
from tutor.progress.mirror import line_of
from tutor.words import _

if TYPE_CHECKING:
    from tutor.progress.figures import Figures
    from tutor.progress.store import Store

COLUMNS = (
    "id", "at", "study_day", "device", "seq", "kind", "item", "rev", "language", "visit", "right", "tries", "hints",
    "unsure", "ms", "grade", "target",
)  # fmt: skip
"""docs/progress.md defines each."""
_FIRST = date(1970, 1, 1)
_EVIDENCE = ("visit", "right", "tries", "hints", "unsure", "ms")


def as_jsonl(store: Store) -> bytes:
    """Every event, a line each, as in the second copy: nothing is left out, and `import` takes it back."""
    return b"".join(map(line_of, store.events()))


def as_csv(store: Store) -> bytes:
    """Every event as a row, with what a table can hold of it; UTF-8 with a mark, as spreadsheets like it."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(map(_row, store.events()))
    return "\ufeff".encode() + out.getvalue().encode("utf-8", "replace")


def _row(event: Event) -> list[object]:
    local = datetime.fromtimestamp(event.at / 1000, UTC).astimezone(timezone(timedelta(minutes=event.offset)))
    evidence = [_cell(event.data.get(name)) for name in _EVIDENCE]
    return [
        event.id.hex(), local.isoformat(timespec="milliseconds"), (_FIRST + timedelta(event.study_day)).isoformat(),
        event.device, event.seq, event.kind, _safe(event.item), event.rev, event.language, *evidence,
        grade_of(event) or "", event.target.hex() if event.target else "",
    ]  # fmt: skip


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    return _safe(value) if isinstance(value, str) else value if isinstance(value, int) else ""


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


# ── A report ─────────────────────────────────────────────────────────────────────────────────────

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #12110f; background: #faf8f3; }
table { border-collapse: collapse; } td, th { padding: .2rem 1rem .2rem 0; text-align: left; }
td.n, th.n { text-align: right; } h2 { margin-top: 2rem; } .soft { color: #625e56; } svg { max-width: 100%; }
@media (prefers-color-scheme: dark) { body { color: #d9d7d0; background: #17191e; } .soft { color: #9b9fa8; } }
"""


def as_html(figures: Figures, name_of: Callable[[str], str] = str, language: str = "en") -> bytes:
    """A report for reading: figures as tables, and the days and reviews ahead as pictures. It needs nothing else.

    Args:
        name_of: the title of a module or an item by its id.
    """
    parts = [
        f"<h1>{_esc(_('Progress'))}</h1>",
        f'<p class="soft">{_esc(_day(figures.today))}</p>',
        _table([(_esc(name), _esc(value)) for name, value in figures.rows()]),
        f"<h2>{_esc(_('A year of activity'))}</h2>", _year(figures),
        f"<h2>{_esc(_('Reviews ahead'))}</h2>", _ahead(figures),
        f"<h2>{_esc(_('Items that last'))}</h2>", _durability(figures, name_of),
    ]  # fmt: skip
    if figures.shakiest:
        parts.append(f"<h2>{_esc(_('Shakiest'))}</h2>")
        parts.append(_table([(_esc(name_of(s.item)), f"{s.recalled} / {s.reps}") for s in figures.shakiest]))
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{_esc(language)}"><head><meta charset="utf-8">\n'
        f"<title>{_esc(_('Progress'))}</title><style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    ).encode()


def _esc(text: object) -> str:
    return html.escape(str(text))


def _day(day: int) -> str:
    return (_FIRST + timedelta(day)).isoformat()


def _table(rows: Iterable[tuple[str, ...]], head: tuple[str, ...] = ()) -> str:
    top = "<tr>" + "".join(f'<th class="{"n" if n else ""}">{cell}</th>' for n, cell in enumerate(head)) + "</tr>"
    cells = ("".join(f'<td class="{"n" if n else ""}">{cell}</td>' for n, cell in enumerate(row)) for row in rows)
    return "<table>" + (top if head else "") + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def _year(figures: Figures) -> str:
    """A square a day, a column a week; the darker, the more minutes. Each says its day and minutes."""
    start = figures.year_start
    marks = []
    for day in range(start, figures.today + 1):
        week, weekday = divmod(day - start, 7)
        minutes = figures.minutes_by_day.get(day)
        shade = "#e6e1d5" if minutes is None else f"rgb({230 - min(60, minutes) * 3},{150 - min(60, minutes)},60)"
        said = f"{_day(day)}: {minutes or 0} min"
        place = f'x="{week * 13}" y="{weekday * 13}" width="11" height="11"'
        marks.append(f'<rect {place} fill="{shade}"><title>{said}</title></rect>')
    days = sum(day >= start for day in figures.minutes_by_day)
    width = ((figures.today - start) // 7 + 1) * 13
    return f'<svg viewBox="0 0 {width} 91" width="{width}" role="img" aria-label="{days}">{"".join(marks)}</svg>'


def _ahead(figures: Figures) -> str:
    most = max(1, figures.ahead.overdue, *figures.ahead.days)
    rows = [(_("overdue"), figures.ahead.overdue)]
    rows += [(_day(figures.today + n), count) for n, count in enumerate(figures.ahead.days)]
    bars = [
        (_esc(name), str(count),
         f'<svg width="{1 + 300 * count // most}" height="12"><rect width="100%" height="12" fill="#96520a"/></svg>')
        for name, count in rows
    ]  # fmt: skip
    return _table(bars)


def _durability(figures: Figures, name_of: Callable[[str], str]) -> str:
    head = tuple(map(_esc, (_("module"), _("day"), _("week"), _("3 weeks"), _("3 months"))))
    rows: list[tuple[str, ...]] = [
        (_esc(name_of(field)), *map(str, counts)) for field, counts in figures.durability.items()
    ]
    return _table(rows, head)



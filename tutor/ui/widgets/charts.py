"""Pictures in text: a year of days, reviews ahead, items that last. Numbers stand beside every bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from textual.content import Content

from tutor.progress.due import Ahead
from tutor.ui.text import padded, styled
from tutor.words import N_, _

_FIRST = date(1970, 1, 1)
MONTHS = (N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"),
          N_("Oct"), N_("Nov"), N_("Dec"))  # fmt: skip
DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
LABEL = 6
BLOCKS = {(False, False): "·", (True, False): "▀", (False, True): "▄", (True, True): "█"}
BAR = 9


def weekday(day: int) -> str:
    """The name of a study day's weekday."""
    return _(DAYS[(day + 3) % 7])


def year(minutes: Mapping[int, int], today: int, weeks: int, much: int) -> list[Content]:
    """A column a week, two days a row; days with practice as blocks, brighter from `much` minutes on.

    Args:
        weeks: how many fit, this week at the right.
    """
    first = today - (today + 3) % 7 - 7 * (weeks - 1)
    rows = [styled(" " * LABEL + _months(first, weeks), "$soft")]
    for top in range(0, 7, 2):
        row = styled(padded(_(DAYS[top]), LABEL), "$soft")
        for week in range(weeks):
            pair = [first + 7 * week + day for day in (top, top + 1) if day < 7]
            done = [minutes.get(day) for day in pair if day <= today]
            sign = BLOCKS[(done[0] is not None if done else False, len(done) > 1 and done[1] is not None)]
            most = max((m for m in done if m is not None), default=None)
            row += styled(sign, "$faint" if most is None else "$you" if most >= max(1, much) else "$ink")
        rows.append(row)
    return rows


def _months(first: int, weeks: int) -> str:
    """The names of months above the week that has their first day."""
    from rich.cells import cell_len

    line = ""
    for week in range(weeks):
        days = [_FIRST + timedelta(first + 7 * week + n) for n in range(7)]
        start = next((day for day in days if day.day == 1), None)
        if start and cell_len(line.rstrip()) <= week:
            name = _(MONTHS[start.month - 1])
            if week + cell_len(name) <= weeks:
                line = padded(line.rstrip(), week) + name + " "
    return line.rstrip()


def ahead(figures: Ahead, today: int, rows: int) -> list[Content]:
    """Reviews to come, a row a day, what is overdue apart."""
    counts = [(_("overdue"), figures.overdue, "$you"), (_("today"), figures.days[0], "$soft")]
    counts += [(weekday(today + n), count, "$soft") for n, count in enumerate(figures.days[1:], 1)]
    most = max(1, *(count for _name, count, _style in counts[:rows]))
    found = []
    for name, count, style in counts[:rows]:
        lead = styled(padded(name, 9), "$you" if style == "$you" and count else "$soft")
        bar = "▄" * (-(-count * BAR // most))
        found.append(lead + Content(f"{count:>4}  ") + styled(bar, style))
    return found


def lasting(
    durability: Mapping[str, Sequence[int]], title: Callable[[str], str], rows: int, name_cells: int
) -> list[Content]:
    """By module, how many items last a day, a week, three weeks, three months."""
    found = []
    for field, counts in list(durability.items())[:rows]:
        name = Content(title(field)).truncate(name_cells - 1, ellipsis=True)
        name += Content(" " * (name_cells - name.cell_length))
        cells = [Content(f"{count:>7}") if count else styled(f"{'·':>7}", "$faint") for count in counts]
        found.append(Content("").join([name, *cells]))
    return found


def lasting_head(name_cells: int) -> Content:
    """The heads of its columns."""
    from rich.cells import cell_len

    heads = (_("day"), _("week"), _("3 wks"), _("3 mos"))
    cells = "".join(" " * max(0, 7 - cell_len(head)) + head for head in heads)
    return styled(padded(_("Items that last"), name_cells), "bold $soft") + styled(cells, "$soft")


def spark(scores: Sequence[int]) -> str:
    """Scores as a row of bars, the highest as high as a row."""
    most = max(1, *scores)
    return "".join("▁▂▃▄▅▆▇█"[min(7, score * 8 // (most + 1))] for score in scores)

"""The progress screen: figures, charts, and practice one key away."""

from __future__ import annotations

from pathlib import Path

from tests.ui.conftest import Start, until
from tests.ui.test_review_screen import ANSWERED, long_ago
from tutor.progress.events import Draft
from tutor.ui.widgets.charts import BLOCKS, spark, year


async def test_the_shakiest_is_practised_and_a_report_is_written(start: Start, tmp_path: Path) -> None:
    for days, right in ((40, True), (20, False)):
        with long_ago(tmp_path, days) as store:
            store.append([Draft("answer", "wire.first#write", {**ANSWERED, "visit": f"v{days}", "right": right})])
    async with start() as pilot:
        await until(pilot, "Due    1 review")
        await pilot.press("s")
        shown = await until(pilot, "known 1 of 2")
        assert "1 item remembered" in shown
        assert "overdue     1" in shown
        await pilot.press("e")
        await until(pilot, "Written: ")
        assert (next((tmp_path / "data").glob("progress-*.html"))).stat().st_size > 1000
        await pilot.press("enter")
        await until(pilot, "Why now: You did not know it 20 days ago.")


def test_a_year_is_read_without_colour() -> None:
    today = 20_782  # a Wednesday
    rows = [row.plain for row in year({today: 30, today - 1: 5, today - 7: 1}, today, 3, 20)]
    assert rows[1:3] == ["Mon   ··▄", "Wed   ·▀▀"]
    assert len(set(BLOCKS.values())) == 4


def test_scores_are_bars() -> None:
    assert spark([0, 5, 10]) == "▁▄█"

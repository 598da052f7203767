"""`tutor translate`: what is missing is added as comments, what was reviewed is stamped, nothing else is touched."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tutor.check import run_check
from tutor.course.compile import read
from tutor.course.overlay import apply
from tutor.course.translating import TranslateError, complete, stamp
from tutor.course.types import Lesson, Overlay

LESSONS = Path(__file__).parents[2] / "lessons"
FILE, KOREAN = "http-messages/request.yaml", "http-messages/request.ko.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(LESSONS, tmp_path / "lessons")
    return tmp_path / "lessons"


def uncommented(text: str) -> str:
    """As after a translator took every `# ` away."""
    return re.sub(r"^( *)# ?(?:missing in )?", r"\1", text, flags=re.M)


def left(folder: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of what is stale and what is missing."""
    lesson, overlay = read(folder, FILE, Lesson).value, read(folder, KOREAN, Overlay).value
    assert lesson is not None
    assert overlay is not None
    translated = apply(lesson, overlay)
    return translated.stale, translated.missing


def test_a_complete_translation_is_left_as_it_is(folder: Path) -> None:
    before = (folder / KOREAN).read_bytes()
    outcome = complete(folder, FILE, "ko")
    assert (outcome.added, outcome.stale) == ([], [])
    assert (folder / KOREAN).read_bytes() == before


def test_a_new_translation_has_every_part_in_the_order_of_the_lesson(folder: Path) -> None:
    (folder / KOREAN).unlink()
    outcome = complete(folder, FILE, "ko")
    lesson = read(folder, FILE, Lesson).value
    assert lesson is not None
    assert outcome.added == ["lesson", *(step.id for step in lesson.steps), *lesson.cards]
    assert left(folder)[0] == frozenset()
    assert left(folder)[1] >= {step.id for step in lesson.steps}, "a comment translates nothing"
    (folder / KOREAN).write_text(uncommented((folder / KOREAN).read_text()))
    assert left(folder) == (frozenset(), frozenset())
    assert [p for p in run_check(folder, [folder / FILE]).problems if p.severity == "error"] == []


def test_a_second_run_adds_nothing(folder: Path) -> None:
    (folder / KOREAN).unlink()
    complete(folder, FILE, "ko")
    before = (folder / KOREAN).read_bytes()
    assert complete(folder, FILE, "ko").added == []
    assert (folder / KOREAN).read_bytes() == before


@pytest.mark.parametrize("step", ["on-the-wire", "the-three-parts", "last"])
def test_a_missing_step_comes_back_in_its_place_and_comments_stay(folder: Path, step: str) -> None:
    lesson = read(folder, FILE, Lesson).value
    assert lesson is not None
    id = {"on-the-wire": lesson.steps[0].id, "the-three-parts": lesson.steps[5].id, "last": lesson.steps[-1].id}[step]
    rows = ["# mine, before all", *(folder / KOREAN).read_text().splitlines()]
    start = rows.index(f"  {id}:")
    end = next(n for n in range(start + 1, len(rows)) if rows[n] and not rows[n].startswith("   "))
    kept = [*rows[:start], *rows[end:]]
    kept.insert(3, "# mine, inside")
    (folder / KOREAN).write_text("\n".join(kept) + "\n")
    assert complete(folder, FILE, "ko").added == [id]
    now = (folder / KOREAN).read_text().splitlines()
    assert [row for row in now if row in kept] == kept, "every row that was there is there, in its order"
    ids = [found[1] for row in now if (found := re.fullmatch(r"  ([\w-]+):", row))]
    order = [step.id for step in lesson.steps]
    assert [i for i in ids if i in order] == order


def test_a_piece_that_is_missing_is_added_to_its_step(folder: Path) -> None:
    lesson = read(folder, FILE, Lesson).value
    assert lesson is not None
    text = (folder / KOREAN).read_text()
    one = next(row for row in text.splitlines() if row.startswith("    explanation: "))
    (folder / KOREAN).write_text(text.replace(one + "\n", "", 1))
    outcome = complete(folder, FILE, "ko")
    assert len(outcome.added) == 1
    added = set((folder / KOREAN).read_text().splitlines()) - set(text.splitlines())
    assert all(row.strip().startswith("#") for row in added)
    assert any("# explanation: " in row for row in added)
    assert complete(folder, FILE, "ko").added == []


def test_stale_parts_are_named_and_stamped_one_by_one_or_all(folder: Path) -> None:
    english = (folder / FILE).read_text()
    lesson = read(folder, FILE, Lesson).value
    assert lesson is not None
    first, second = lesson.steps[0], lesson.steps[1]
    changed = english.replace(f"title: {first.title}", "title: Something else", 1)
    changed = changed.replace(f"title: {second.title}", "title: Another thing", 1)
    (folder / FILE).write_text(changed)
    before = (folder / KOREAN).read_text().splitlines()
    assert complete(folder, FILE, "ko").stale == [first.id, second.id]
    outcome = stamp(folder, FILE, "ko", [second.id])
    assert (outcome.stamped, outcome.stale) == ([second.id], [first.id])
    after = (folder / KOREAN).read_text().splitlines()
    differing = [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    assert len(differing) == 1
    assert after[differing[0]].strip().startswith("source: h")
    assert stamp(folder, FILE, "ko", ["all"]).stamped == [first.id]
    assert left(folder)[0] == frozenset()


def test_cards_on_one_line_are_stamped_too(folder: Path) -> None:
    lesson = read(folder, FILE, Lesson).value
    assert lesson is not None
    id = next(iter(lesson.cards))
    text = (folder / KOREAN).read_text()
    (folder / KOREAN).write_text(re.sub(rf"({id}: {{source: )\w+", r"\1h000000000000", text))
    assert left(folder)[0] == {id}
    assert stamp(folder, FILE, "ko", [id]).stamped == [id]
    assert (folder / KOREAN).read_text() == text


@pytest.mark.parametrize(
    ("ids", "said"), [(["nothing-like-it"], "Its parts are"), (["lesson", "nothing-like-it"], "Its parts are")]
)
def test_unknown_parts_are_refused_and_nothing_is_written(folder: Path, ids: list[str], said: str) -> None:
    before = (folder / KOREAN).read_bytes()
    with pytest.raises(TranslateError, match=said):
        stamp(folder, FILE, "ko", ids)
    assert (folder / KOREAN).read_bytes() == before


def test_what_is_not_there_cannot_be_stamped(folder: Path) -> None:
    (folder / KOREAN).unlink()
    with pytest.raises(TranslateError, match="not there yet"):
        stamp(folder, FILE, "ko", ["lesson"])
    (folder / KOREAN).write_text("format: 1\nof: http-messages.request\n")
    with pytest.raises(TranslateError, match="not translated yet"):
        stamp(folder, FILE, "ko", ["lesson"])


@pytest.mark.parametrize("broken", [FILE, KOREAN])
def test_a_broken_file_is_told_with_its_place_and_nothing_is_written(folder: Path, broken: str) -> None:
    (folder / broken).write_text((folder / broken).read_text() + "nonsense: {\n")
    before = (folder / KOREAN).read_bytes()
    with pytest.raises(TranslateError, match=r"request(\.ko)?\.yaml:\d+:\d+"):
        complete(folder, FILE, "ko")
    assert (folder / KOREAN).read_bytes() == before


def test_a_section_on_one_line_is_refused_with_the_mend(folder: Path) -> None:
    (folder / KOREAN).write_text("format: 1\nof: http-messages.request\ncards: {host-missing: {source: h0}}\n")
    with pytest.raises(TranslateError, match="Write each entry on a line of its own"):
        complete(folder, FILE, "ko")

"""What the search takes over a course of many lessons, each as long as a real one and in the words of the real ones.

    python -m tests.bench.search [--lessons 2000]

Queries are typed key by key. The baseline looks for the same words in the same texts by plain Python, in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from textual.widgets import Input

from tutor.course.catalogue import Catalogue, open_catalogue
from tutor.lesson.search import Filters, Search
from tutor.lesson.search.documents import of_lesson, of_reference
from tutor.ui.app import TutorApp
from tutor.ui.launch import services
from tutor.ui.screens.search import SearchScreen

REAL = Path(__file__).parents[2] / "lessons"
TYPED = (
    "status", "404", "Content-Type", "If-None-Match", "request line", "what does the server", "/notes", "cache-control",
    "method not allowed", "e", "the", "a request that a server refuses",
)  # fmt: skip


class Writer:
    """Writes lessons whose words come as often as in the real ones, some of them found in one lesson alone."""

    def __init__(self) -> None:
        self.dice = random.Random(1)
        course = open_catalogue(REAL, None)
        entries = [entry for module in course.modules for entry in module.lessons]
        documents = [d for entry in entries for d in of_lesson(entry.id, course.lesson(entry.id))] + of_reference("en")
        self.words = re.findall(r"[\w/-]+", " ".join(f"{d.title} {d.goal} {d.text}" for d in documents))
        self.size = sum((REAL / entry.file).stat().st_size for entry in entries) / len(entries)

    def text(self, count: int) -> str:
        rare = f"{self.dice.choice('abcdefghiklmnoprstuvw')}{self.dice.randrange(50_000)}"
        words = [*self.dice.choices(self.words, k=count - 1), rare]
        self.dice.shuffle(words)
        return json.dumps(" ".join(words).capitalize() + ".")

    def options(self) -> str:
        rows = [f"{id}: {{text: {self.text(9)}, feedback: {self.text(16)}" for id in "abc"]
        return "{" + f"{rows[0]}, correct: true}}, {rows[1]}}}, {rows[2]}}}" + "}"

    def steps(self) -> Iterator[str]:
        for n in range(16):
            kind = ("read", "choice", "demo", "choice", "typed", "order", "numeric")[n % 7]
            yield f"  - id: s{n}\n    type: {kind}\n    title: {self.text(4)}\n"
            if kind == "read":
                yield f"    text: {self.text(110)}\n"
                continue
            yield f"    explanation: {self.text(25)}\n    hints: [{self.text(8)}, {self.text(8)}]\n"
            question = f"question: {self.text(20)}"
            if kind == "demo":
                yield f"    exchanges: [{{request: \"GET /{self.dice.choice(self.words)} HTTP/1.1\"}}]\n"
                yield f"    predict: {{{question}, options: {self.options()}}}\n"
                continue
            yield f"    {question}\n"
            if kind == "choice":
                yield f"    options: {self.options()}\n"
            elif kind == "typed":
                yield f"    answers: [{self.text(5)}]\n"
                yield f"    near: [{{text: {self.text(5)}, feedback: {self.text(10)}}}]\n"
            elif kind == "order":
                yield f"    items: {{one: {self.text(6)}, two: {self.text(6)}, three: {self.text(6)}}}\n"
            else:
                yield "    answer: 3\n"

    def lesson(self, id: str) -> str:
        head = f"format: 1\nid: {id}\ntitle: {self.text(4)}\nsummary: {self.text(12)}\nminutes: 15\n"
        head += f"difficulty: {self.dice.randrange(1, 11)}\n"
        goals = f"objectives: {{one: {self.text(7)}, two: {self.text(7)}, three: {self.text(7)}}}\n"
        cards = "".join(f"  c{n}: {{front: {self.text(11)}, back: {self.text(3)}}}\n" for n in range(4))
        return f"{head}{goals}steps:\n{''.join(self.steps())}cards:\n{cards}"


def generate(folder: Path, lessons: int, per_module: int = 50) -> tuple[Path, float]:
    """Write the course; its folder, and the mean size of a lesson ÷ that of a real one."""
    writer, rows, size = Writer(), ["format: 1", "id: big", "title: Many lessons", "language: en", "modules:"], 0
    for start in range(0, lessons, per_module):
        module, names = f"m{start:05}", [f"l{n:05}" for n in range(start, min(start + per_module, lessons))]
        head = f"id: {module}, title: {writer.text(3)}, summary: {writer.text(10)}"
        rows.append(f"  - {{{head}, lessons: {json.dumps(names)}}}")
        (folder / module).mkdir(parents=True)
        for name in names:
            text = writer.lesson(f"{module}.{name}")
            size += len(text.encode())
            (folder / module / f"{name}.yaml").write_text(text)
    (folder / "course.yaml").write_text("\n".join(rows) + "\n")
    return folder, size / lessons / writer.size


def keys() -> Iterator[str]:
    """Every query as it stands after each key."""
    return (query[:end] for query in TYPED for end in range(1, len(query) + 1))


def memory() -> float:
    """Resident MB of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def build(search: Search) -> tuple[float, list[float]]:
    """Seconds of an update, and ms of queries asked meanwhile."""
    taken: list[float] = []
    done = threading.Event()

    def ask() -> None:
        while not done.wait(0.05):
            begin = time.perf_counter()
            search.find("request")
            taken.append(1000 * (time.perf_counter() - begin))

    asking = threading.Thread(target=ask)
    asking.start()
    begin = time.perf_counter()
    search.update()
    seconds = time.perf_counter() - begin
    done.set()
    asking.join()
    return seconds, taken


def said(name: str, taken: list[float]) -> str:
    return f"{name:36} median {median(taken):6.1f} ms   p95 {quantiles(taken, n=20)[-1]:6.1f}   most {max(taken):6.1f}"


async def drawn(folder: Path, home: Path) -> list[float]:
    """Ms from a key in the field of the search screen to its results on screen, with the index there already."""
    work = services(lessons=folder, data=home / "data", cache=home / "cache", config=home / "config", language="en")
    taken = []
    async with TutorApp(work).run_test(size=(80, 24)) as pilot:
        await pilot.app.push_screen(screen := SearchScreen())
        while screen._thread is not None or not screen._answered.is_set():
            await pilot.pause(0.05)
        for query in keys():
            on_screen = asyncio.Event()
            begin = time.perf_counter()
            screen.query_one(Input).value = query
            while screen.answer is None or screen.answer.query != query:
                await asyncio.sleep(0.0005)
            screen.call_after_refresh(on_screen.set)
            await on_screen.wait()
            taken.append(1000 * (time.perf_counter() - begin))
            await pilot.pause(0.02)
    work.bundled.stop()
    work.saver.close()
    return taken


def scan(texts: list[str], query: str) -> int:
    words = query.lower().split()
    return sum(all(word in text for word in words) for text in texts)


def measure(catalogue: Catalogue, search: Search, rounds: int) -> None:
    entries = [entry for module in catalogue.modules for entry in module.lessons]
    documents = [d for entry in entries for d in of_lesson(entry.id, catalogue.lesson(entry.id))]
    texts = [f"{d.title} {d.goal} {d.text}".lower() for d in documents]
    print(f"{len(texts)} texts of {sum(map(len, texts)) / len(texts):.0f} characters on average")
    ours: list[float] = []
    filtered: list[float] = []
    plain: list[float] = []
    worst: dict[str, float] = {}
    filters = Filters(difficulty=(4, 6), state=frozenset({"new"}))
    for _ in range(rounds):
        for query in keys():
            begin = time.perf_counter()
            search.find(query)
            middle = time.perf_counter()
            scan(texts, query)
            end = time.perf_counter()
            search.find(query, filters)
            ours.append(1000 * (middle - begin))
            plain.append(1000 * (end - middle))
            filtered.append(1000 * (time.perf_counter() - end))
            worst[query] = max(worst.get(query, 0), ours[-1])
    print(said("find, a key", ours))
    print(said("find with filters, a key", filtered))
    print(said("plain scan of the same texts", plain))
    print(f"median of find ÷ plain scan {median(ours) / median(plain):.2f}, p95 ÷ p95 "
          f"{quantiles(ours, n=20)[-1] / quantiles(plain, n=20)[-1]:.2f}")  # fmt: skip
    slow = sorted(worst.items(), key=lambda pair: -pair[1])[:6]
    print("slowest: " + ", ".join(f"{query!r} {ms:.0f}" for query, ms in slow))
    begin = time.perf_counter()
    near = search.nearest("respponse")
    print(f"did you mean {near!r}: {1000 * (time.perf_counter() - begin):.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lessons", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, ratio = generate(Path(name) / "course", options.lessons)
        cache = Path(name) / "cache"
        catalogue = open_catalogue(folder, cache)
        broken = sum(bool(entry.problems) for module in catalogue.modules for entry in module.lessons)
        print(f"{options.lessons} lessons, {ratio:.2f} × the size of the real ones, {broken} broken")
        before = memory()
        search = Search(catalogue, cache)
        seconds, meanwhile = build(search)
        each = 1000 * seconds / options.lessons
        print(f"build {seconds:.1f} s ({each:.1f} ms a lesson), RSS +{memory() - before:.0f} MB")
        print(said("find while it is built", meanwhile))
        begin = time.perf_counter()
        search.update()
        print(f"update with nothing changed {1000 * (time.perf_counter() - begin):.0f} ms")
        print(f"file {sum(f.stat().st_size for f in cache.glob('search-*')) / 1e6:.0f} MB")
        measure(catalogue, search, options.rounds)
        search.close()
        print(said("key to results on screen", asyncio.run(drawn(folder, Path(name)))))


if __name__ == "__main__":
    main()

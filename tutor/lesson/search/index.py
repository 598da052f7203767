"""The full-text index: one SQLite file of the cache folder for each course and language, which may go at any time.

Whatever is wrong with the file, it is made anew; where none can be written, the index is kept in memory.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from tutor.lesson.search.documents import Document
from tutor.lesson.search.terms import tails, words_of

log = logging.getLogger(__name__)

BITS = 12
"""The number of a document is that of its source and, in the lowest bits, its place there."""

UNIT, RECORD = "\x1f", "\x1e"  # between columns and rows; texts have neither, since both are white space there

WEIGHTS = {
    "title": 12.0, "title_tail": 6.0, "other_title": 8.0, "goal": 4.0, "also": 2.0, "text": 1.0, "other": 0.7,
    "tail": 0.5,
}  # fmt: skip
"""Columns of the full-text table, and how much a match in each counts."""

_SCHEMA = f"""
CREATE TABLE about (key TEXT NOT NULL);
CREATE TABLE source (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL);
CREATE TABLE document (
    n INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, step TEXT NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, goal TEXT NOT NULL, other_title TEXT NOT NULL, other TEXT NOT NULL, also TEXT NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5 (
    {", ".join(WEIGHTS)}, content='', prefix='1 2 3', tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO words (words, rank) VALUES ('rank', 'bm25({", ".join(map(str, WEIGHTS.values()))})');
"""
_FIELDS = "kind, id, title, text, goal, step, other_title, other, also"  # in the order of Document


class Index:
    """Documents by source: a lesson, a module or the reference. Safe to use from several threads.

    Args:
        cache_dir: where the file is; None keeps the index in memory.
        name: of the file.
        key: what the file was made from and by; with another key it is made anew.
    """

    def __init__(self, cache_dir: Path | None, name: str, key: str) -> None:
        self._key = key
        self._path = cache_dir / name if cache_dir else None
        self._lock = threading.RLock()
        self._db = self._opened()

    @property
    def in_memory(self) -> bool:
        return self._path is None

    # ── Opening ──────────────────────────────────────────────────────────────────────────────────

    def _opened(self) -> sqlite3.Connection:
        for _attempt in range(2):
            if self._path is not None:
                try:
                    self._path.parent.mkdir(parents=True, exist_ok=True)
                    return self._connected(str(self._path))
                except (sqlite3.Error, OSError) as error:
                    log.info("the search index is made anew: %s", error)
                    self._drop(error)
        self._path = None
        return self._connected(":memory:")

    def _connected(self, where: str) -> sqlite3.Connection:
        db = sqlite3.connect(where, timeout=2.0, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode = TRUNCATE")
            db.execute("PRAGMA synchronous = OFF")  # a file that power took is made anew
            db.execute("PRAGMA cache_size = -16000")
            with _transaction(db):
                if not _holds(db, self._key):
                    _empty(db)
                    for statement in filter(str.strip, _SCHEMA.split(";")):
                        db.execute(statement)
                    db.execute("INSERT INTO about VALUES (?)", (self._key,))
            db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab ('main', 'words', 'col')")
        except BaseException:
            db.close()
            raise
        return db

    def _drop(self, error: Exception) -> None:
        """Take a file that cannot be used out of the way; one that another instance is writing is left to it."""
        if self._path is None:
            return
        if isinstance(error, sqlite3.OperationalError):
            self._path = None
            return
        for path in (self._path, self._path.with_name(self._path.name + "-journal")):
            with contextlib.suppress(OSError):
                path.unlink()

    def start_over(self, error: sqlite3.Error) -> None:
        """After an error of the file: an empty index, in a new file or in memory."""
        with self._lock:
            log.warning("the search index is made anew: %s", error)
            with contextlib.suppress(sqlite3.Error):
                self._db.close()
            self._drop(error)
            self._db = self._opened()

    def close(self) -> None:
        with self._lock:
            self._db.close()

    # ── Filling ──────────────────────────────────────────────────────────────────────────────────

    def sources(self) -> dict[str, str]:
        """Hash of each source that is in the index, by id."""
        with self._lock:
            return dict(self._db.execute("SELECT id, hash FROM source"))

    def put(self, id: str, digest: str, documents: Sequence[Document]) -> None:
        """Replace what is there of a source. A source has at most 4,096 documents; more are not found."""
        rows = [(document, _columns(document)) for document in documents[: 1 << BITS]]  # before anybody has to wait
        with self._lock, _transaction(self._db) as db:
            found = db.execute("SELECT n, hash FROM source WHERE id = ?", (id,)).fetchone()
            if found and found[1] == digest:
                return  # another instance was faster
            n = self._remove(found[0]) if found else None
            n = db.execute("INSERT INTO source VALUES (?, ?, ?)", (n, id, digest)).lastrowid
            assert n is not None
            marks = ", ".join("?" * len(WEIGHTS))
            for place, (document, columns) in enumerate(rows):
                number = (n << BITS) + place
                db.execute(f"INSERT INTO document (n, {_FIELDS}) VALUES (?, {', '.join('?' * 9)})",
                           (number, *_values(document)))  # fmt: skip
                db.execute(f"INSERT INTO words (rowid, {', '.join(WEIGHTS)}) VALUES (?, {marks})", (number, *columns))

    def remove(self, id: str) -> None:
        """Forget a source."""
        with self._lock, _transaction(self._db) as db:
            found = db.execute("SELECT n FROM source WHERE id = ?", (id,)).fetchone()
            if found:
                self._remove(found[0])

    def _remove(self, n: int) -> int:
        """The index keeps no texts beside the documents, so it has to be told again what it shall forget."""
        span = (n << BITS, (n + 1) << BITS)
        rows = self._db.execute(f"SELECT n, {_FIELDS} FROM document WHERE n >= ? AND n < ?", span).fetchall()
        marks = ", ".join("?" * len(WEIGHTS))
        for number, *fields in rows:
            self._db.execute(
                f"INSERT INTO words (words, rowid, {', '.join(WEIGHTS)}) VALUES ('delete', ?, {marks})",
                (number, *_columns(_document(fields))),
            )
        self._db.execute("DELETE FROM document WHERE n >= ? AND n < ?", span)
        self._db.execute("DELETE FROM source WHERE n = ?", (n,))
        return n

    # ── Asking ───────────────────────────────────────────────────────────────────────────────────

    def matches(
        self, expression: str, limit: int, fits: Callable[[Document], bool], sources: Collection[str] | None = None
    ) -> list[tuple[Document, float]]:
        """The best documents that match and fit, with a score that is higher for better ones.

        Args:
            sources: ids of those that may have any that fit; None for all.
        """
        found: list[tuple[Document, float]] = []
        with self._lock:
            where = "" if sources is None else f"AND rowid >> {BITS} IN ({', '.join(map(str, self._numbers(sources)))})"
            some, offset = [""], 0
            while some and len(found) < limit:
                some = self._lines(
                    f"SELECT rowid || '{UNIT}' || rank AS line FROM words WHERE words MATCH ? {where} ORDER BY rank "
                    "LIMIT ? OFFSET ?", (expression, limit, offset),
                )  # fmt: skip
                offset += limit
                ranks = {int(number): -float(rank) for number, rank in (line.split(UNIT) for line in some)}
                found += [(document, ranks[number]) for number, document in self._documents(ranks) if fits(document)]
        found.sort(key=lambda pair: -pair[1])
        return found[:limit]

    def _numbers(self, sources: Collection[str]) -> list[int]:
        return [n for n, id in self._db.execute("SELECT n, id FROM source") if id in sources]

    def _documents(self, numbers: Iterable[int]) -> Iterator[tuple[int, Document]]:
        line = f" || '{UNIT}' || ".join(["n", *_FIELDS.split(", ")])
        places = ", ".join(map(str, numbers))
        for row in self._lines(f"SELECT {line} AS line FROM document WHERE n IN ({places})", ()):
            number, *fields = row.split(UNIT)
            yield int(number), _document(fields)

    def _lines(self, query: str, values: Sequence[object]) -> list[str]:
        """All rows of a query for one column, `line`.

        They come as one text: SQLite lets go of the interpreter for each row, and it would have to be won back from
        the thread that draws for each.
        """
        (text,) = self._db.execute(f"SELECT group_concat(line, '{RECORD}') FROM ({query})", values).fetchone()
        return str(text).split(RECORD) if text else []

    def vocabulary(self) -> list[tuple[str, int]]:
        """Every word of titles, objectives and texts, with the number of documents that have it."""
        wanted = ("title", "goal", "text", "other_title", "other")
        marks = ", ".join("?" * len(wanted))
        with self._lock:
            rows = self._db.execute(
                f"SELECT term, sum(doc) FROM vocabulary WHERE col IN ({marks}) GROUP BY term", wanted
            )
            return [(str(term), int(count)) for term, count in rows]


def _values(document: Document) -> tuple[str, ...]:
    return (
        document.kind, document.id, document.title, document.text, document.goal, document.step,
        document.other_title, document.other, document.also,
    )  # fmt: skip


def _document(fields: Iterable[str]) -> Document:
    return Document(*fields)


def _columns(document: Document) -> tuple[str, ...]:
    """What of a document goes into each column of WEIGHTS: words, cut as queries are."""
    title, goal, text = words_of(document.title), words_of(document.goal), words_of(document.text)
    if document.kind == "card":
        title, text = [], [*title, *text]  # a card is called by its whole question, which weighs no more than others
    parts = {
        "title": title, "title_tail": tails(title), "other_title": words_of(document.other_title), "goal": goal,
        "also": words_of(document.also), "text": text, "other": words_of(document.other), "tail": tails([*goal, *text]),
    }  # fmt: skip
    return tuple(" ".join(parts[column]) for column in WEIGHTS)


def _holds(db: sqlite3.Connection, key: str) -> bool:
    named = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone()
    return bool(named) and db.execute("SELECT key FROM about").fetchall() == [(key,)]


def _empty(db: sqlite3.Connection) -> None:
    for table in ("words", "document", "source", "about"):
        db.execute(f"DROP TABLE IF EXISTS {table}")


@contextlib.contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")

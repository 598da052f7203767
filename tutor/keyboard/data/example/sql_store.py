import sqlite3

from note import Note
from store import Store


class SqlStore(Store):
    def __init__(self, path: str) -> None:
        self.db = sqlite3.connect(path, check_same_thread=False)
        self.db.execute("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text)")

    def save(self, note: Note) -> int:
        with self.db:
            row = self.db.execute("INSERT INTO note (text) VALUES (?)", (note.text,))
        note.id = row.lastrowid
        return note.id

    def all(self) -> list[Note]:
        rows = self.db.execute("SELECT text, id FROM note")
        return [Note(text, id=id) for text, id in rows]

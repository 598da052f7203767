from note import Note
from store import Store


class MemoryStore(Store):
    def __init__(self) -> None:
        self.notes: dict[int, Note] = {}

    def save(self, note: Note) -> int:
        note.id = len(self.notes) + 1
        self.notes[note.id] = note
        return note.id

    def all(self) -> list[Note]:
        return list(self.notes.values())

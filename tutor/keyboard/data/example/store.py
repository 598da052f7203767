from abc import ABC, abstractmethod

from note import Note


class Store(ABC):
    @abstractmethod
    def save(self, note: Note) -> int: ...

    @abstractmethod
    def all(self) -> list[Note]: ...

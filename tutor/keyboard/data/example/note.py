from dataclasses import dataclass


@dataclass
class Note:
    text: str
    pinned: bool = False
    id: int | None = None

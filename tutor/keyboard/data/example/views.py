from flask import Flask, g, request

from memory_store import MemoryStore
from note import Note
from store import Store

app = Flask(__name__)
notes = MemoryStore()


@app.before_request
def open_store() -> None:
    g.store = notes


@app.post("/notes")
def create():
    store: Store = g.store
    note = Note(**request.get_json())
    id = store.save(note)
    return "", 201, {"Location": f"/notes/{id}"}


@app.get("/notes")
def index():
    store: Store = g.store
    return [note.text for note in store.all()]

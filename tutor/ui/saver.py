"""The thread that owns the progress store: takes events at once, saves them in order, tells when it did.

Nothing else in `ui` touches the store. An event is called saved only after its transaction was committed.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from tutor.progress.events import Draft
    from tutor.progress.store import Store

T = TypeVar("T")
Job: TypeAlias = "tuple[int, Draft] | tuple[Future[Any], Callable[[Store], Any]]"
log = logging.getLogger(__name__)


class Saver:
    """Events in, in the order they happened; questions to the store are answered in the same order.

    Args:
        open_store: opens the store, in the saver's thread.
        on_change: called in that thread after a save and when saving fails.
    """

    def __init__(self, open_store: Callable[[], Store], on_change: Callable[[], None] = lambda: None) -> None:
        self.on_change = on_change
        self.saved = 0  # the last ticket that was committed
        self.problem: str | None = None  # why progress is not kept on disk, in plain words
        self.notice: str | None = None  # what was brought back, or that the second copy lags
        self.durable = True
        self._open_store = open_store
        self._tickets = 0
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="saver", daemon=True)
        self._thread.start()

    def record(self, draft: Draft) -> int:
        """Queue an event; the number that comes back is saved once `saved` has reached it."""
        self._tickets += 1
        self._jobs.put((self._tickets, draft))
        return self._tickets

    def ask(self, question: Callable[[Store], T]) -> Future[T]:
        """Run a question to the store in the saver's thread, after all events queued before it."""
        answer: Future[T] = Future()
        answer.set_running_or_notify_cancel()  # who asked may be gone by then; the thread goes on all the same
        self._jobs.put((answer, question))
        return answer

    def close(self, timeout: float = 10.0) -> bool:
        """Save what is queued, then close the store. False if that took too long."""
        self._jobs.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    # ── In the thread ────────────────────────────────────────────────────────────────────────────

    def _run(self) -> None:
        store = self._open_store()
        self._note(store)
        while (job := self._next(store)) is not None:
            if isinstance(job[0], int):
                self._save(store, job)
            else:
                future, question = job
                self._settle(store)
                try:
                    future.set_result(question(store))
                except Exception as error:
                    future.set_exception(error)
        self._settle(store)
        store.close()

    def _next(self, store: Store) -> Job | None:
        """What comes next; while nothing does, what follows from the events saved so far is worked out."""
        if self._jobs.empty():
            self._settle(store)
        return self._jobs.get()

    def _settle(self, store: Store) -> None:
        from tutor.progress.trouble import StoreFailed

        if store.settled:
            return
        before = store.mirror_problem
        try:
            store.settle()
        except StoreFailed as error:
            log.exception("progress is kept in memory from now on")
            store.to_memory(str(error))
        self._note(store)
        if not store.durable or store.mirror_problem != before:
            self.on_change()

    def _save(self, store: Store, first: tuple[int, Draft]) -> None:
        from tutor.progress.trouble import StoreFailed

        ticket, draft = first
        try:
            store.log([draft])
        except StoreFailed as error:
            log.exception("progress is kept in memory from now on")
            store.to_memory(str(error)).log([draft])
        except (ValueError, TypeError):  # a fault of ours, not of the disk: the next events are still saved
            log.exception("an event was not one: %r", draft)
        self._note(store)
        self.saved = ticket
        self.on_change()

    def _note(self, store: Store) -> None:
        self.durable, self.problem = store.durable, store.problem
        self.notice = store.notice or store.mirror_problem

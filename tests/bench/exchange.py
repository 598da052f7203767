"""How long an exchange takes to be on screen after its last byte, and how a body of 1 MiB opens and scrolls.

    python -m tests.bench.exchange

The request lab sends over a real socket; time runs from the return of the client to the first drawn screen that shows
the response. Bounds: 100 ms for an exchange, 150 ms for a body of 1 MiB; a row down in it within a frame (50 ms).
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from tests.ui.conftest import COURSE, screen_text
from tutor.lesson import demo
from tutor.ui.app import TutorApp
from tutor.ui.launch import services

MIB = 1 << 20
LINES = ("tea for two and two for tea\n" * 40_000)[: MIB - 1]
REQUESTS = {
    "a short response": "GET /get HTTP/1.1\n",
    "1 MiB sent, one row": "POST /post HTTP/1.1\nContent-Type: text/plain\n\n" + "x" * (MIB - 1) + "\n",
    "1 MiB sent, 37,000 rows": "POST /post HTTP/1.1\nContent-Type: text/plain\n\n" + LINES + "\n",
    "100 kB in 2,000 chunks": "GET /stream-bytes/100000?chunk_size=50&seed=1 HTTP/1.1\n",
}
ROUNDS = 7


async def drawn(pilot: Pilot[None], done: Callable[[str], bool], patience: float = 20.0) -> bool:
    """Wait until the screen is so; whether it came to that."""
    until = time.perf_counter() + patience
    while not done(screen_text(pilot.app)):  # type: ignore[arg-type]  # the only app there is
        if time.perf_counter() > until:
            return False
        await asyncio.sleep(0.001)
    return True


async def measure() -> None:
    ended = [0.0]
    send = demo.send

    def timed(*args: object, **kwargs: object) -> object:
        result = send(*args, **kwargs)  # type: ignore[arg-type]  # as it is called
        ended[0] = time.perf_counter()
        return result

    demo.send = timed  # type: ignore[assignment]  # to know when the last byte was there
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        work = services(lessons=COURSE, data=home / "data", cache=home / "cache", config=home / "config", language="en")
        app = TutorApp(work)
        async with app.run_test(size=(80, 24)) as pilot:
            await drawn(pilot, lambda text: "Enter start" in text)
            await pilot.press("w", "1")
            await drawn(pilot, lambda text: "Write a request" in text)
            for what, request in REQUESTS.items():
                shown, moved = [], []
                for _ in range(ROUNDS):
                    app.screen.area.text = request  # type: ignore[attr-defined]  # the lab
                    await pilot.pause()
                    app.simulate_key("f5")
                    await drawn(pilot, lambda text: "received" in text and "< " in text)
                    shown.append(time.perf_counter() - ended[0])
                    for _row in range(5):
                        await pilot.pause()
                        begun, before = time.perf_counter(), screen_text(app)
                        app.simulate_key("pagedown")
                        if await drawn(pilot, lambda text, before=before: text != before, 0.3):  # type: ignore[misc]
                            moved.append(time.perf_counter() - begun)  # else it is at its end
                    await pilot.press("e")
                    await drawn(pilot, lambda text: "Write a request" in text)
                print(
                    f"{what:<26} shown {statistics.median(shown) * 1000:6.1f} ms (most {max(shown) * 1000:.1f}), "
                    f"a page down {statistics.median(moved) * 1000:5.1f} ms (most {max(moved) * 1000:.1f})"
                )
        work.bundled.stop()
        work.saver.close()


if __name__ == "__main__":
    asyncio.run(measure())

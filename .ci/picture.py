"""Makes the picture of the README from the program itself: the first demo of a lesson, sent.

python .ci/picture.py  # in the environment of the tests
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from tutor.ui.app import TutorApp
from tutor.ui.launch import services

ROOT = Path(__file__).parent.parent


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = services(
            lessons=ROOT / "lessons", data=Path(folder) / "data", cache=Path(folder) / "cache", language="en"
        )
        app = TutorApp(work, target="http-messages.request")
        async with app.run_test(size=(96, 28)) as pilot:
            await pilot.pause(0.5)
            await pilot.press("n")
            await pilot.pause(0.5)
            await pilot.press("1", "enter")
            await pilot.pause(0.5)
            await pilot.press("right", "right", "right")
            await pilot.pause(0.2)
            picture = app.export_screenshot(title="tutor")
        work.bundled.stop()
        work.saver.close()
    # No font is fetched from anywhere: the reader's own monospace font is used.
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL).replace("Fira Code", "monospace")
    (ROOT / "docs" / "exchange.svg").write_text(picture)


asyncio.run(main())

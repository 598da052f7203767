"""The installed program as a learner uses it: open a lesson, send a request, answer, quit, come back.

    python tests/acceptance.py PATH_OF_TUTOR
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.terminal import Terminal


def main() -> int:
    command = [sys.argv[1]]
    with tempfile.TemporaryDirectory() as folder:
        environ = {"TUTOR_HOME": folder, "LANG": "C.UTF-8"}
        with Terminal([*command, "open", "http-messages.request"], environ=environ) as terminal:
            terminal.wait_for("step 1 of")
            sent = answered = False
            for _ in range(20):
                terminal.settle()
                text = terminal.text()
                if "Predict, then send" in text and not sent:
                    terminal.press("enter")
                    terminal.wait_for("received ")
                    terminal.wait_for("saved")
                    sent = True
                    terminal.press("n")
                elif "Choose one" in text and not answered:
                    terminal.press("1", "enter")
                    terminal.wait_for("first try, saved")
                    answered = True
                    terminal.press("n")
                elif sent and answered:
                    break
                else:
                    terminal.press("f8")
                    for _ in range(50):  # a second key before the next step is there would skip that too
                        if terminal.text() != text:
                            break
                        terminal.settle(0.1)
            assert sent and answered, terminal.text()
            terminal.press("escape")
            terminal.settle()
            if "Modules" not in terminal.text():
                terminal.press("escape")
            terminal.wait_for("Modules")
            terminal.press("q")
            assert terminal.wait_exit() == 0
            assert terminal.restored(), "the terminal was not given back"
        with Terminal(command, environ=environ) as terminal:
            terminal.wait_for("steps done")
            terminal.press("enter")
            terminal.wait_for("step ")
            assert "step 1 of" not in terminal.text(), terminal.text()
            terminal.press("escape", "escape")
            terminal.wait_for("Modules")
            terminal.press("q")
            assert terminal.wait_exit() == 0
    print("opened, sent, answered, quit, came back: progress was there")
    return 0


if __name__ == "__main__":
    sys.exit(main())

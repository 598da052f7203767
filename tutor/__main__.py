"""Where the program begins: `tutor` and `python -m tutor`.

Plain `tutor` opens the screens without reading in what the commands need.
"""

from __future__ import annotations

import sys

from tutor import words


def main() -> None:
    if len(sys.argv) == 1:
        from tutor.start import show

        words.use(words.from_environment())
        show(None, None)
    from tutor.cli import main as commands

    commands()


if __name__ == "__main__":
    main()

"""Where the program begins: `tutor` and `python -m tutor`.

Plain `tutor` opens the screens, and `--version` answers, without reading in what the commands need.
"""

from __future__ import annotations

import sys

from tutor import __version__


def main() -> None:
    if len(sys.argv) == 1:
        from tutor.start import Chosen, begin, show

        show(None, Chosen(begin()))
    if sys.argv[1:] == ["--version"]:
        print(f"tutor {__version__}")
        return
    from tutor.cli import main as commands

    commands()


if __name__ == "__main__":
    main()

"""The requests of the lab, from the examples of docs/server.md.

python .ci/endpoints.py update   # after an example changed
python .ci/endpoints.py check    # exit 1 if the two differ
"""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
DOCS = ROOT / "docs" / "server.md"
DATA = ROOT / "tutor" / "reference" / "data" / "endpoints.json"
ROW = re.compile(r"^\| `(/[^`]*)` \| (.*?) \| `([^`]+)` \| \d* *\|$", re.M)


def request_of(command: str) -> str:
    """The request that `tutor request COMMAND` sends, as lessons write it."""
    from tutor.commands.http import request

    words = shlex.split(command)
    context = request.make_context("request", words, resilient_parsing=True)
    from tutor.commands.http import _text

    given = context.params
    names = ("method", "target", "fields", "as_json", "form", "multipart", "data")
    return _text(*(given[name] for name in names))


def endpoints() -> list[dict[str, str]]:
    """Route, what it does, and a request, for each row of the tables that is one plain request."""
    rows = ROW.findall(DOCS.read_text(encoding="utf-8"))
    return [
        {"route": route, "what": what, "request": request_of(command)}
        for route, what, command in rows
        if "--raw" not in command and "--follow" not in command
    ]


def main() -> int:
    text = json.dumps(endpoints(), ensure_ascii=False, indent=0) + "\n"
    if sys.argv[1:] == ["update"]:
        DATA.write_text(text, encoding="utf-8")
        return 0
    same = DATA.exists() and DATA.read_text(encoding="utf-8") == text
    print("the lab has every example of docs/server.md" if same else "run `python .ci/endpoints.py update`")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())

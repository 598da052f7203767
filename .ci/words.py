"""The catalogues of the interface: take messages from the source, compile, and prove them complete.

python .ci/words.py update   # after messages changed: adds the new ones to each catalogue, drops the gone
python .ci/words.py check    # exit 1 if a message is missing, untranslated, or has other {gaps} than the English
"""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "tutor" / "locale"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def messages() -> Catalog:
    """All messages that the source marks."""
    catalogue = Catalog(project="tutor", header_comment="# Messages of tutor")
    for file, _line, message, comments, context in extract_from_dir(
        ROOT / "tutor", [("**.py", "python")], keywords=KEYWORDS
    ):
        catalogue.add(message, None, [(f"tutor/{file}", 0)], auto_comments=comments, context=context)
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def read(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / "tutor.po"
    if not path.exists():
        return Catalog(language, project="tutor")
    with path.open("rb") as file:
        return read_po(file, language)


def update(language: str) -> None:
    catalogue = read(language)
    catalogue.update(messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    folder = LOCALE / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "tutor.po").open("wb") as file:
        write_po(file, catalogue, width=120, no_location=True, sort_output=True, omit_header=False)
    (folder / "tutor.mo").write_bytes(compiled(catalogue))


def problems(language: str) -> list[str]:
    """What is wrong with a catalogue, in words."""
    catalogue, wanted = read(language), messages()
    found = []
    for message in wanted:
        if not message.id:
            continue
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        mine = catalogue.get(key)
        texts = [] if mine is None else mine.string if isinstance(mine.string, tuple) else [mine.string]
        if not texts or not all(texts):
            found.append(f"{language}: not translated: {key!r}")
        for text in texts:
            if text and set(re.findall(r"{\w+}", text)) != set(re.findall(r"{\w+}", str(key))) | (
                {"{n}"} if isinstance(message.id, tuple) and "{n}" in text else set()
            ):
                found.append(f"{language}: other gaps: {key!r} and {text!r}")
    folder = LOCALE / language / "LC_MESSAGES"
    if not (folder / "tutor.mo").exists() or (folder / "tutor.mo").read_bytes() != compiled(catalogue):
        found.append(f"{language}: tutor.mo is not what tutor.po compiles to; run `python .ci/words.py update`")
    return found


def main() -> int:
    languages = sorted(path.name for path in LOCALE.iterdir() if path.is_dir())
    if sys.argv[1:] == ["update"]:
        for language in languages:
            update(language)
        return 0
    found = [problem for language in languages for problem in problems(language)]
    print("\n".join(found) or "every message is translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""The catalogues of the interface: take messages from the source, compile, and prove them complete.

python .ci/words.py update   # after messages changed: adds the new ones to each catalogue, drops the gone
python .ci/words.py check    # exit 1 if a message is missing, untranslated, or has other {gaps} than the English

There are two a language: `tutor`, our messages, and `click`, those of click that can reach a user of the commands.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from tutor.cli import main as program
from tutor.commands.spoken import SPEAKING

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "tutor" / "locale"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
GAP = re.compile(r"{\w+|%\(\w+\)s")


# ── What there is to translate ───────────────────────────────────────────────────────────────────


def messages() -> Catalog:
    """All messages that the source marks, and the help texts of commands and options."""
    catalogue = Catalog(project="tutor", header_comment="# Messages of tutor")
    for file, _line, message, comments, context in extract_from_dir(
        ROOT / "tutor", [("**.py", "python")], keywords=KEYWORDS
    ):
        catalogue.add(message, None, [(f"tutor/{file}", 0)], auto_comments=comments, context=context)
    for path in sorted((ROOT / "tutor").rglob("*.py")):
        for message in in_f_strings(path.read_text(encoding="utf-8")):
            catalogue.add(message, None, [(str(path.relative_to(ROOT)), 0)])
    for text in help_texts(program):
        catalogue.add(text, None, [("tutor/cli.py", 0)])
    return catalogue


def in_f_strings(source: str) -> Iterator[str | tuple[str, ...]]:
    """Messages inside of f-strings. Before Python 3.12 such a string is one token, and Babel does not look into it."""
    for string in ast.walk(ast.parse(source)):
        for call in ast.walk(string) if isinstance(string, ast.JoinedStr) else ():
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
                forms = KEYWORDS[call.func.id] or (1,)
                texts = [arg.value for arg in call.args[: len(forms)] if isinstance(arg, ast.Constant)]
                if len(texts) == len(forms):
                    yield tuple(texts) if len(texts) > 1 else texts[0]


def help_texts(command: click.Command) -> Iterator[str]:
    """The English help of a command, of its options, and of all beneath it."""
    for part in (command, *command.params):
        if text := getattr(part, "message", None):
            yield text
    for below in getattr(command, "commands", {}).values():
        yield from help_texts(below)


def messages_of_click() -> Catalog:
    """The messages in those modules of the installed click that can speak to a user."""
    catalogue = Catalog(project="click", header_comment="# Messages of click")
    for name in SPEAKING:
        path = Path(click.__file__).with_name(f"{name}.py")
        for _line, message, comments, context in extract_from_file("python", path, keywords=KEYWORDS):
            catalogue.add(message, None, [(f"click/{name}.py", 0)], auto_comments=comments, context=context)
    return catalogue


class Domain(NamedTuple):
    """A catalogue of each language.

    Attributes:
        keeps: whether messages that are gone stay: other versions of click, which are allowed too, have them.
        frees: whether a translation may leave a gap out: click fills some with English words of its own.
    """

    name: str
    messages: Callable[[], Catalog]
    keeps: bool = False
    frees: bool = False


DOMAINS = (Domain("tutor", messages), Domain("click", messages_of_click, keeps=True, frees=True))


# ── The catalogues ───────────────────────────────────────────────────────────────────────────────


def compiled(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def told(mo: bytes) -> tuple[dict[str, object], str]:
    """What a compiled catalogue says: its messages, and how it counts. Its bytes differ with the version of Babel."""
    catalogue = read_mo(BytesIO(mo))
    return {repr(message.id): message.string for message in catalogue if message.id}, catalogue.plural_forms


def place(domain: Domain, language: str, suffix: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain.name}{suffix}"


def read(domain: Domain, language: str) -> Catalog:
    path = place(domain, language, ".po")
    if not path.exists():
        return Catalog(language, project=domain.name)
    with path.open("rb") as file:
        return read_po(file, language)


def update(domain: Domain, language: str) -> None:
    catalogue = read(domain, language)
    before = list(catalogue)
    catalogue.update(domain.messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    if domain.keeps:
        for message in before:
            if message.id and message.id not in catalogue:
                catalogue[message.id] = message
    path = place(domain, language, ".po")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, no_location=True, sort_output=True, omit_header=False)
    place(domain, language, ".mo").write_bytes(compiled(catalogue))


def problems(domain: Domain, language: str) -> list[str]:
    """What is wrong with a catalogue, in words."""
    catalogue, wanted = read(domain, language), domain.messages()
    lead = f"{language}, {domain.name}"
    found = []
    for message in wanted:
        if not message.id:
            continue
        ids = tuple(map(str, message.id if isinstance(message.id, tuple) else (message.id,)))
        mine = catalogue.get(ids[0])
        texts = [] if mine is None else mine.string if isinstance(mine.string, tuple) else [mine.string]
        if not texts or not all(texts):
            found.append(f"{lead}: not translated: {ids[0]!r}")
        found += [
            f"{lead}: other gaps: {ids[0]!r} and {text!r}"
            for text in texts
            if text and not gaps_fit(ids, str(text), frees=domain.frees)
        ]
    mo = place(domain, language, ".mo")
    if not mo.exists() or told(mo.read_bytes()) != told(compiled(catalogue)):
        found.append(f"{lead}: {mo.name} is not what its .po compiles to; run `python .ci/words.py update`")
    return found


def gaps_fit(ids: tuple[str, ...], text: str, *, frees: bool) -> bool:
    """Whether a translation has the gaps of the English; of a plural those of either form."""
    gaps = set(GAP.findall(text))
    forms = [set(GAP.findall(id)) for id in ids]
    return gaps <= set.union(*forms) and (frees or gaps >= set.intersection(*forms))


def main() -> int:
    languages = sorted(path.name for path in LOCALE.iterdir() if path.is_dir())
    pairs = [(domain, language) for domain in DOMAINS for language in languages]
    if sys.argv[1:] == ["update"]:
        for domain, language in pairs:
            update(domain, language)
        return 0
    found = [problem for domain, language in pairs for problem in problems(domain, language)]
    print("\n".join(found) or "every message is translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

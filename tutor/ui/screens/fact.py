"""A fact of the reference: what a status code, a method, a field or a part of a message means. The same rows always."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor import reference
from tutor.ui.screens.overlay import Overlay
from tutor.ui.text import padded, styled, wrapped
from tutor.ui.widgets.frame import Keys, Line, Rule
from tutor.words import _

if TYPE_CHECKING:
    from tutor.lesson.entries import Entry
    from tutor.ui.app import TutorApp

LABEL = 14


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as it is shown: its name, what it is one of, what it means, labelled rows, and its standard or ""."""

    name: str
    group: str
    meaning: str
    rows: tuple[tuple[str, str], ...]
    defined: str
    address: str = ""

    @property
    def link(self) -> str:
        """The address of the section, or its name where it has none that is known."""
        if self.address:
            return self.address
        found = re.fullmatch(r"RFC (\d+)(?: §([\d.]+))?", self.defined)
        if not found:
            return self.defined
        return f"https://www.rfc-editor.org/rfc/rfc{found[1]}" + (f"#section-{found[2]}" if found[2] else "")


def fact_of(kind: str, id: str, language: str) -> Fact | None:
    """The fact of this kind ("status", "class", "method", "field", "label") with this id; None if there is none."""
    return KINDS[kind](id, language) if kind in KINDS else None


def _status(id: str, language: str) -> Fact | None:
    found = reference.status(int(id)) if id.isdecimal() else None
    if found is None:
        return None
    group = reference.status_class(found.code)
    others = [f"{f.name} ({f.requirement})" for f in found.fields if not f.mandatory]
    rows = (
        (_("Must carry"), ", ".join(found.obliged) or _("no field of its own")),
        (_("May carry"), ", ".join(others) or _("what any response may")),
        (_("Content"), _("may follow the fields") if found.content else _("never: it ends with its fields")),
        (_("Its class"), group.summary(language) if group else ""),
    )
    return Fact(f"{id} {found.phrase}", _class_name(found.code // 100, language), found.summary(language), rows,
                found.reference)  # fmt: skip


def _class_name(digit: int, language: str) -> str:
    group = reference.status_class(digit * 100)
    name = (group.name_ko if language == "ko" else group.name) if group else ""
    return f"{digit}xx, {name}"


def _class(id: str, language: str) -> Fact | None:
    group = reference.status_class(int(id) * 100) if id.isdecimal() else None
    if group is None:
        return None
    codes = " ".join(str(status.code) for status in reference.statuses() if status.code // 100 == group.digit)
    name = _class_name(group.digit, language)
    return Fact(name, _("class of status codes"), group.summary(language), ((_("Its codes"), codes),), group.reference)


def _method(id: str, language: str) -> Fact | None:
    found = reference.method(id)
    if found is None:
        return None
    cacheable = {"yes": _("yes"), "no": _("no"), "conditional": _("if the response says so")}[found.cacheable]
    rows = (
        (_("Safe"), _("yes: it asks for no change") if found.safe else _("no: it may change something")),
        (
            _("Idempotent"),
            _("yes: twice does what once does") if found.idempotent else _("no: twice may do more than once"),
        ),
        (_("Cacheable"), cacheable),
    )
    return Fact(found.name, _("method"), found.summary(language), rows, found.reference)


def _field(id: str, language: str) -> Fact | None:
    found = reference.field(id)
    if found is None:
        return None
    both, request = _("requests and responses"), _("requests")
    sent = both if found.in_request and found.in_response else request if found.in_request else _("responses")
    rows = (
        (_("In short"), reference.field_note(found.name, "", language)),
        (_("Stands in"), sent),
        (_("Reaches"), _("the next hop alone") if found.hop_by_hop else _("the other end")),
    )
    meaning = reference.field_text(found.name, language) or found.summary(language)
    return Fact(found.name, _("field"), meaning, rows, found.reference)


def _label(id: str, language: str) -> Fact | None:
    if id not in reference.span_kinds():
        return None
    name, _slash, detail = id.partition("/")
    label = reference.span_label(name, detail, language)
    return Fact(label.title, _("part of a message"), label.text, (), label.reference)


KINDS: dict[str, Callable[[str, str], Fact | None]] = {
    "status": _status, "class": _class, "method": _method, "field": _field, "label": _label,
}  # fmt: skip


def fact_rows(fact: Fact, width: int, *, airy: bool = True) -> list[Content]:
    """What a fact says under its name: the meaning, then one labelled row for each thing to know.

    Args:
        airy: a blank row between the two.
    """
    stop = "" if fact.meaning.endswith((".", "?", "다")) or fact.address else "."
    rows = wrapped(Content(fact.meaning + stop), width)
    defined = fact.defined or _("no standard; it is in use")
    labelled = [(label, text) for label, text in (*fact.rows, (_("Defined in"), defined)) if text]
    rows += [Content("")] * airy
    for label, text in labelled:
        rows += wrapped(Content(text), width, hang=LABEL, lead=styled(padded(label, LABEL), "$soft"))
    return rows


class FactScreen(Overlay[None]):
    """One fact on a sheet.

    Args:
        kind, id: as `fact_of` takes them.
    """

    DEFAULT_CSS = """
    FactScreen #fact { height: auto; max-height: 16; margin: 1 0 0 0; }
    FactScreen #fact > Static { height: auto; }
    FactScreen.-short #fact { max-height: 13; }
    """
    BINDINGS = [  # noqa: RUF012  # Textual's way to declare them
        ("enter,q,f", "close"), ("c", "copy"), ("plus", "keep"), ("down,j,pagedown", "scroll(1)"),
        ("up,k,pageup", "scroll(-1)"),
    ]  # fmt: skip

    def __init__(self, kind: str, id: str) -> None:
        super().__init__()
        self.kind, self.id_of_fact = kind, id
        self.kept: Mapping[str, str] = {}  # items that are reviewed, and when next in words

    @property
    def fact(self) -> Fact:
        app: TutorApp = self.app  # type: ignore[assignment]  # the only app there is
        found = fact_of(self.kind, self.id_of_fact, app.services.language)
        assert found is not None, (self.kind, self.id_of_fact)
        return found

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Line(styled(self.fact.name, "bold $strong"), self.fact.group)
            yield Rule()
            with VerticalScroll(id="fact", can_focus=False):
                yield Static()
            yield Keys(self._keys, lambda: ("close", "Esc", _("close")))

    def _keys(self) -> list[tuple[str, str, str]]:
        copy = [("copy", "c", _("copy the link"))] if self.fact.defined else []
        if (entry := self._entry()) is None:
            return [("close", "Enter", _("close")), *copy]
        keep = _("no review") if entry.item in self.kept else _("keep for review")
        return [("close", "Enter", _("close")), ("keep", "+", keep), *copy]

    def _entry(self) -> Entry | None:
        """The entry, if it can be kept."""
        from tutor.ui.screens import keeping

        return keeping.entry_of(self.kind, self.id_of_fact)

    def on_mount(self) -> None:
        self.on_resize()
        self.run_worker(self._ask_kept(), exclusive=True)

    async def _ask_kept(self) -> None:
        from tutor.ui.screens import keeping

        app: TutorApp = self.app  # type: ignore[assignment]  # the only app there is
        self.kept = await keeping.kept(app)
        self.on_resize()
        self.query_one(Keys).refresh()

    def on_resize(self) -> None:
        from tutor.ui.screens import keeping

        width = max(20, min(72, int(self.size.width * 0.96) - 4))
        rows = [*fact_rows(self.fact, width), *keeping.kept_rows(self._entry(), self.kept, width)]
        self.query_one(Static).update(Content("\n").join(rows))

    async def action_keep(self) -> None:
        """Ask this in reviews, or no longer."""
        from tutor.ui.screens import keeping

        app: TutorApp = self.app  # type: ignore[assignment]  # the only app there is
        if (entry := self._entry()) is not None:
            said = keeping.turn(app, entry, entry.item not in self.kept)
            await self._ask_kept()
            self.query_one(Keys).say(said)

    def action_scroll(self, by: int) -> None:
        self.query_one("#fact").scroll_relative(y=4 * by, animate=False)

    def action_copy(self) -> None:
        if not self.fact.defined:
            return
        app: TutorApp = self.app  # type: ignore[assignment]  # the only app there is
        app.copy(self.fact.link, self.fact.defined)
        self.query_one(Keys).say(_("Copied: {what}").format(what=self.fact.link))

    @on(Keys.Pressed)
    def _key_clicked(self, message: Keys.Pressed) -> None:
        if message.command == "copy":
            self.action_copy()
        elif message.command == "keep":
            self.run_worker(self.action_keep())
        else:
            self.action_close()

"""How each step type is said and answered in plain lines, found by `FORMS`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from tutor.course.types import Choice, Demo, Numeric, Option, Order, Read, Step, Typed
from tutor.lesson.session import Answer, LessonSession, NoAnswerError
from tutor.plain.lines import inline, markdown, safe, wrapped
from tutor.words import N_, _, ngettext

S = TypeVar("S", bound=Step)


class Form(Generic[S]):
    """One step type: its lines, and what an answer typed to it means."""

    KIND = ""
    literal = False  # every line is an answer, so commands need a colon before them

    def lines(self, step: S, session: LessonSession) -> list[str]:
        """The step itself."""
        raise NotImplementedError

    def how(self, step: S) -> str:
        """One line that says how it is answered."""
        return ""

    def answer(self, step: S, session: LessonSession, text: str) -> Answer:
        """What a line means as an answer.

        Raises:
            NoAnswerError: nothing that could be right or wrong.
        """
        raise NoAnswerError(_("Enter goes on."))

    def shown(self, step: S, answer: Answer) -> list[str]:
        """The answer as lines, when the learner asked for it."""
        return wrapped(f"{_('wanted')}: {answer}")


class ReadForm(Form[Read]):
    KIND = N_("read")

    def lines(self, step: Read, session: LessonSession) -> list[str]:
        return markdown(step.text)

    def how(self, step: Read) -> str:
        return _("Enter goes on.")


def numbers(text: str, most: int) -> list[int]:
    """Numbers from 1 to `most` in a line such as `1 3` or `1,3`.

    Raises:
        NoAnswerError: something else is in it.
    """
    words = text.replace(",", " ").split()
    if not words or not all(word.isdecimal() and 1 <= int(word) <= most for word in words):
        raise NoAnswerError(_("Type a number from 1 to {most}, or ? for help.").format(most=most))
    return [int(word) for word in words]


class OptionsForm(Form[S]):
    """Options with numbers."""

    def options(self, step: S) -> dict[str, Option]:
        raise NotImplementedError

    def rows(self, step: S, session: LessonSession) -> list[str]:
        lines: list[str] = []
        for n, id in enumerate(session.shuffled(), 1):
            lines += wrapped(inline(self.options(step)[id].text), lead=f"  {n}. ")
        return lines

    def chosen(self, session: LessonSession, text: str, *, several: bool = False) -> list[str]:
        order = session.shuffled()
        found = numbers(text, len(order))
        if len(found) > 1 and not several:
            raise NoAnswerError(_("Choose one number."))
        return [order[n - 1] for n in found]


class ChoiceForm(OptionsForm[Choice]):
    KIND = N_("choice")

    def options(self, step: Choice) -> dict[str, Option]:
        return step.options

    def lines(self, step: Choice, session: LessonSession) -> list[str]:
        return [*wrapped(inline(step.question)), *self.rows(step, session)]

    def how(self, step: Choice) -> str:
        if not step.multiple:
            return _("Type the number of one.")
        count = sum(option.correct for option in step.options.values())
        return ngettext("Type {n} number.", "Type {n} numbers, as in 1 3.", count).format(n=count)

    def answer(self, step: Choice, session: LessonSession, text: str) -> Answer:
        return self.chosen(session, text, several=step.multiple)

    def shown(self, step: Choice, answer: Answer) -> list[str]:
        return [line for id in answer for line in wrapped(inline(step.options[id].text), lead=f"  {_('wanted')}: ")]


class TypedForm(Form[Typed]):
    KIND = N_("typed")
    literal = True

    def lines(self, step: Typed, session: LessonSession) -> list[str]:
        return wrapped(inline(step.question))

    def how(self, step: Typed) -> str:
        return _("Type it. Here a command has a colon before it, as in :h for a hint.")

    def answer(self, step: Typed, session: LessonSession, text: str) -> Answer:
        return text


class NumericForm(Form[Numeric]):
    KIND = N_("number")
    literal = True

    def lines(self, step: Numeric, session: LessonSession) -> list[str]:
        return wrapped(inline(step.question) + (f" ({inline(step.unit)})" if step.unit else ""))

    def how(self, step: Numeric) -> str:
        return _("Type a number. Here a command has a colon before it, as in :h for a hint.")

    def answer(self, step: Numeric, session: LessonSession, text: str) -> Answer:
        return text


class OrderForm(Form[Order]):
    KIND = N_("order")

    def lines(self, step: Order, session: LessonSession) -> list[str]:
        texts = {**step.items, **step.extra}
        lines = wrapped(inline(step.question))
        for n, id in enumerate(session.shuffled(), 1):
            lines += [f"  {n}. {safe(inline(texts[id]))}"]
        return lines

    def how(self, step: Order) -> str:
        if step.extra:
            return _("Type the numbers in order, as in 3 1 2; leave out what does not belong.")
        return _("Type the numbers in order, as in 3 1 2.")

    def answer(self, step: Order, session: LessonSession, text: str) -> Answer:
        order = session.shuffled()
        found = numbers(text, len(order))
        if len(set(found)) < len(found):
            raise NoAnswerError(_("Each number once."))
        return [order[n - 1] for n in found]

    def shown(self, step: Order, answer: Answer) -> list[str]:
        return [f"  {n}. {safe(inline(step.items[id]))}" for n, id in enumerate(answer, 1)]


class DemoForm(OptionsForm[Demo]):
    KIND = N_("demo")

    def options(self, step: Demo) -> dict[str, Option]:
        return step.predict.options

    def lines(self, step: Demo, session: LessonSession) -> list[str]:
        lines = [_("This will be sent to the bundled server:")]
        for spec in step.exchanges:
            lines += request_lines(spec)
        return [*lines, "", *wrapped(inline(step.predict.question)), *self.rows(step, session)]

    def how(self, step: Demo) -> str:
        return _("Type the number of what you expect; then it is sent.")

    def answer(self, step: Demo, session: LessonSession, text: str) -> Answer:
        return self.chosen(session, text)


def request_lines(spec: Any) -> list[str]:
    """A request as it will be sent; its address is known once the server runs."""
    from tutor.wire.compose import compose, compose_act
    from tutor.wire.lines import lines_of

    address = ("127.0.0.1", 0)
    if not spec.script:
        return [wire(row) for row in lines_of(compose(spec.request or "", address, raw=spec.raw).data, request=True)]
    lines: list[str] = []
    for act in spec.script:
        if act.send is not None:
            lines += [wire(row) for row in lines_of(compose_act(act.send, address), request=True)]
        elif act.pause:
            lines.append(f"  > {_('wait {n} s').format(n=f'{act.pause:g}')}")
        else:
            lines.append(f"  > {_('close the sending side')}")
    return lines


def wire(row: Any) -> str:
    """A line of the wire with its direction and visible line end; never wrapped."""
    from tutor.wire.lines import visible

    ends = {b"\r\n": "\\r\\n", b"\n": "\\n", b"\r": "\\r"}
    return f"  {row.direction} {visible(row.data[:2000])}{ends.get(row.ending, '')}"


def exchange_lines(exchanges: Sequence[Any], notice: Sequence[str], language: str) -> list[str]:
    """Exchanges line by line as they went over the wire, then what the lines to notice mean."""
    from tutor.wire.lines import is_noticed, wire_lines
    from tutor.wire.meaning import margin

    lines, meanings = [], []
    for n, exchange in enumerate(exchanges, 1):
        if len(exchanges) > 1:
            lines.append(_("exchange {n} of {total}").format(n=n, total=len(exchanges)))
        for row in wire_lines(exchange):
            noticed = any(is_noticed(row, name) for name in notice)
            lines.append(wire(row) + (f"   <-- {_('notice')}" if noticed else ""))
            if noticed and (said := margin(row, language)):
                meanings += wrapped(said, lead=f"  {row.name or row.kind}: ")
        if trouble := exchange.error or exchange.problem:
            lines += wrapped(trouble, lead="  ")
    return [*lines, *dict.fromkeys(meanings)]


FORMS: dict[type[Step], Form[Any]] = {
    Choice: ChoiceForm(),
    Demo: DemoForm(),
    Numeric: NumericForm(),
    Order: OrderForm(),
    Read: ReadForm(),
    Typed: TypedForm(),
}

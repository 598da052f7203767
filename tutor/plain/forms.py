"""How each step type is said and answered in plain lines, found by `FORMS`."""

from __future__ import annotations

import re
from typing import Any, Generic, TypeVar

from tutor.course.exercise import VenvRun
from tutor.course.sound import GAP
from tutor.course.types import (
    Choice,
    Cloze,
    Code,
    Demo,
    Drill,
    Keys,
    Match,
    Numeric,
    Option,
    Order,
    Output,
    Read,
    Sort,
    Spot,
    Step,
    Typed,
)  # fmt: skip
from tutor.lesson.cards import KNOWN, UNKNOWN, Turned
from tutor.lesson.chord import Pressed
from tutor.lesson.drill import plan_of
from tutor.lesson.placing import targets
from tutor.lesson.session import Answer, LessonSession, NoAnswerError
from tutor.lesson.verdict import put_together
from tutor.plain.lines import inline, markdown, safe, wrapped
from tutor.plain.wire import request_lines
from tutor.words import N_, _, ngettext

S = TypeVar("S", bound=Step)
LETTERS = "abcdefghi"


class Form(Generic[S]):
    """One step type: its lines, and what an answer typed to it means."""

    KIND = ""
    once = False  # whether there is one answer alone, so that a lone ? is no answer
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


class PlacingForm(Form[S]):
    """Rows with numbers, and what they are put to with letters: `1b 2a`."""

    def texts(self, step: S) -> dict[str, str]:
        """What the rows say, by id."""
        raise NotImplementedError

    def lines(self, step: S, session: LessonSession) -> list[str]:
        to = targets(step, session.partners())  # type: ignore[arg-type]  # Match or Sort
        lines = wrapped(inline(step.question))  # type: ignore[attr-defined]  # both pose one
        for n, id in enumerate(session.shuffled(), 1):
            lines += wrapped(inline(self.texts(step)[id]), lead=f"  {n}. ")
        for letter, text in zip(LETTERS, to.values(), strict=False):
            lines += wrapped(inline(text), lead=f"     {letter}  ")
        return lines

    def answer(self, step: S, session: LessonSession, text: str) -> Answer:
        rows, to = session.shuffled(), session.partners()
        found = re.findall(r"(\d+)\s*([a-i]*)", text.lower())
        if not found or re.sub(r"(\d+)\s*([a-i]*)|[\s,;]", "", text.lower()):
            raise NoAnswerError(_("Type each row with its letter, as in 1b 2a."))
        answer = []
        for number, letters in found:
            indices = [LETTERS.index(letter) for letter in letters]
            if not 1 <= int(number) <= len(rows) or any(index >= len(to) for index in indices):
                raise NoAnswerError(_("Type each row with its letter, as in 1b 2a."))
            answer += [f"{rows[int(number) - 1]}:{to[index]}" for index in indices]
        return answer

    def shown(self, step: S, answer: Answer) -> list[str]:
        to = {**targets(step, self.all_targets(step))}  # type: ignore[arg-type]  # Match or Sort
        rows = self.texts(step)
        return [
            line
            for id, names in put_together(answer).items()
            for line in wrapped(f"{inline(rows[id])} → {', '.join(inline(to[name]) for name in names)}", lead="  ")
        ]

    def all_targets(self, step: S) -> list[str]:
        """Ids of what rows are put to."""
        raise NotImplementedError


class MatchForm(PlacingForm[Match]):
    KIND = N_("match")

    def texts(self, step: Match) -> dict[str, str]:
        return {id: pair.left for id, pair in step.pairs.items()}

    def all_targets(self, step: Match) -> list[str]:
        return [*step.pairs, *step.extra]

    def how(self, step: Match) -> str:
        return _("Type each row with the letter of its partner, as in 1b 2a.")


class SortForm(PlacingForm[Sort]):
    KIND = N_("sort")

    def texts(self, step: Sort) -> dict[str, str]:
        return {id: item.text for id, item in step.items.items()}

    def all_targets(self, step: Sort) -> list[str]:
        return list(step.bins)

    def how(self, step: Sort) -> str:
        if step.is_grid:
            return _("Type each row with all letters that are true of it, as in 1ab 2b.")
        return _("Type each row with the letter of its bin, as in 1b 2a.")


class ClozeForm(Form[Cloze]):
    KIND = N_("cloze")
    literal = True

    def lines(self, step: Cloze, session: LessonSession) -> list[str]:
        names = self._names(step)
        text = GAP.sub(lambda gap: f"[{names.index(gap[1]) + 1}: ____]" if gap[1] in names else gap[0], step.text)
        lines = wrapped(inline(step.question)) if step.question else []
        rows = text.rstrip("\n").split("\n")
        return lines + ([f"  {safe(row)}" for row in rows] if step.language else [r for t in rows for r in wrapped(t)])

    @staticmethod
    def _names(step: Cloze) -> list[str]:
        return [name for name in GAP.findall(step.text) if name in step.gaps]

    def how(self, step: Cloze) -> str:
        if len(step.gaps) == 1:
            return _("Type what belongs in the gap. Here a command has a colon before it, as in :h for a hint.")
        return _("Type the gaps in order with | between. Here a command has a colon before it, as in :h for a hint.")

    def answer(self, step: Cloze, session: LessonSession, text: str) -> Answer:
        mark = "||" if "||" in text else "|"  # what belongs in a gap may have one itself
        parts = text.split(mark) if len(step.gaps) > 1 else [text]
        if len(parts) > len(step.gaps):
            raise NoAnswerError(_("There are fewer gaps than that. Write || between them where | belongs in one."))
        return [f"{name}:{part.strip()}" for name, part in zip(self._names(step), parts, strict=False)]

    def shown(self, step: Cloze, answer: Answer) -> list[str]:
        filled = put_together(answer)
        return wrapped(f"{_('wanted')}: {' | '.join(filled[name][0] for name in self._names(step))}")


class SpotForm(Form[Spot]):
    KIND = N_("spot")

    def lines(self, step: Spot, session: LessonSession) -> list[str]:
        width = len(str(len(step.rows)))
        return [*wrapped(inline(step.question)), *(f"  {n:>{width}}  {safe(r)}" for n, r in enumerate(step.rows, 1))]

    def how(self, step: Spot) -> str:
        return _("Type the number of the line.")

    def answer(self, step: Spot, session: LessonSession, text: str) -> Answer:
        found = numbers(text, len(step.rows))
        if len(found) > 1:
            raise NoAnswerError(_("Choose one number."))
        return [str(found[0])]

    def shown(self, step: Spot, answer: Answer) -> list[str]:
        return wrapped(f"{_('wanted')}: {', '.join(answer)}")


class CodeForm(Form[Code]):
    KIND = N_("code")

    def lines(self, step: Code, session: LessonSession) -> list[str]:
        lines = wrapped(inline(step.goal))
        for name, text in [*step.exercise.given.items(), *step.exercise.files.items()]:
            told = _("{file}, to read").format(file=name) if name in step.exercise.given else name
            rows = text.rstrip("\n").split("\n")
            width = len(str(len(rows)))
            lines += ["", told, *(f"  {n:>{width}}  {safe(row)}" for n, row in enumerate(rows, 1))]
        return lines

    def how(self, step: Code) -> str:
        return _("Edit the files with your editor, then type s to run the checks; e says where they are.")

    def shown(self, step: Code, answer: Answer) -> list[str]:
        lines = []
        for name, texts in put_together(answer).items():
            if name in step.exercise.solution:
                lines += ["", name, *(f"  {safe(row)}" for row in texts[0].rstrip("\n").split("\n"))]
        return lines


class OutputForm(Form[Output]):
    KIND = N_("output")
    literal = True
    once = True

    def lines(self, step: Output, session: LessonSession) -> list[str]:
        if not step.exchanges:
            return self._code(step)
        return [_("This will be sent to the bundled server:"), *request_lines(step.exchanges[0]), "",
                *wrapped(inline(step.question))]  # fmt: skip

    @staticmethod
    def _code(step: Output) -> list[str]:
        """The files, and what is done with them."""
        from tutor.lesson.exercise.predicted import done_with

        lines = [_("This will be run:")]
        for name, text in step.run.files.items():
            lines += [name] if len(step.run.files) > 1 or isinstance(step.run, VenvRun) else []
            lines += [f"  {safe(row)}" for row in text.rstrip("\n").split("\n")]
        return [*lines, *(f"  {safe(row)}" for row in done_with(step.run)), "", *wrapped(inline(step.question))]

    def how(self, step: Output) -> str:
        if not step.exchanges:
            return _("Type what you expect; then it is run. A command has a colon before it, as in :h for a hint.")
        return _("Type what you expect; then it is sent. A command has a colon before it, as in :h for a hint.")

    def answer(self, step: Output, session: LessonSession, text: str) -> Answer:
        if not text.strip():
            raise NoAnswerError(_("Type an answer first."))
        return text


class DrillForm(Form[Drill]):
    KIND = N_("drill")

    def lines(self, step: Drill, session: LessonSession) -> list[str]:
        plan = plan_of(session.lesson, step, session.language)
        how = _("{n} s against the clock").format(n=plan.seconds) if plan.seconds else (
            ngettext("{n} question", "{n} questions", plan.count or 0).format(n=plan.count)
        )  # fmt: skip
        return [how, *wrapped(inline(plan.question))] if plan.question else [how]

    def how(self, step: Drill) -> str:
        return _("Type s to start the drill; Enter goes on without it.")


class KeysForm(Form[Keys]):
    KIND = N_("keys")

    def lines(self, step: Keys, session: LessonSession) -> list[str]:
        return [_("Chords of your editor, written as text.")]

    def how(self, step: Keys) -> str:
        return _("Type s to start; Enter goes on without it.")


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


class TurnedForm(Form[Turned]):
    """A card of a review: turned with Enter, then graded by a digit."""

    KIND = N_("card")

    def lines(self, step: Turned, session: LessonSession) -> list[str]:
        return wrapped(inline(step.question))

    def how(self, step: Turned) -> str:
        return _("1 not known, 2 known but unsure, 3 known.")

    def answer(self, step: Turned, session: LessonSession, text: str) -> Answer:
        if session.state.draft is None:
            raise NoAnswerError(_("Say it to yourself; Enter turns the card."))
        (number, *_more) = numbers(text, 3)
        session.state.unsure = number == 2
        return [UNKNOWN if number == 1 else KNOWN]


class PressedForm(Form[Pressed]):
    """A chord of a review, written as text."""

    KIND = N_("shortcut")
    literal = True  # in Neovim a single letter is one

    def lines(self, step: Pressed, session: LessonSession) -> list[str]:
        code = [f"  {line}" for line in step.code.split("\n")]
        return [*wrapped(inline(step.question)), *wrapped(session.lesson.title), *code]

    def how(self, step: Pressed) -> str:
        return _("Write the chord, as in ctrl+alt+b, or none where there is no default key.")

    def answer(self, step: Pressed, session: LessonSession, text: str) -> Answer:
        return text


FORMS: dict[type[Step], Form[Any]] = {
    Choice: ChoiceForm(),
    Cloze: ClozeForm(),
    Code: CodeForm(),
    Demo: DemoForm(),
    Drill: DrillForm(),
    Keys: KeysForm(),
    Match: MatchForm(),
    Numeric: NumericForm(),
    Order: OrderForm(),
    Output: OutputForm(),
    Pressed: PressedForm(),
    Read: ReadForm(),
    Sort: SortForm(),
    Spot: SpotForm(),
    Turned: TurnedForm(),
    Typed: TypedForm(),
}

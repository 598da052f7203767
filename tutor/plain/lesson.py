"""One lesson in plain lines, by the session of the screens: either form goes on where the other stopped."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.course.types import Code, Demo, Drill, Keys, Lesson, Output, Question
from tutor.keyboard.keymaps import DEFAULT
from tutor.lesson.session import LessonSession, NoAnswerError
from tutor.lesson.summary import result
from tutor.plain.drilling import take_drill, take_keys
from tutor.plain.ending import end
from tutor.plain.forms import FORMS, Form
from tutor.plain.lines import inline, wrapped
from tutor.plain.verdicts import told
from tutor.plain.wire import exchange_lines
from tutor.words import N_, _

if TYPE_CHECKING:
    from tutor.lesson.exercise.run import Workshop
    from tutor.lesson.exercise.work import Work
    from tutor.lesson.server import Bundled
    from tutor.plain.talk import Keeper, Talk
    from tutor.wire.exchange import Exchange
    from tutor.wire.server import ServerHandle

log = logging.getLogger(__name__)

COMMANDS = {
    "h": N_("the next hint"),
    "a": N_("show the answer"),
    "u": N_("say that you are not sure, before you answer"),
    "n": N_("next step; an open question is skipped, not lost"),
    "p": N_("previous step"),
    "o": N_("all steps with their state; a number after it goes there, as in o 5"),
    "r": N_("read this step again"),
    "e": N_("edit the request and send it; with code, say where its files are"),
    "c": N_("the request as a curl command"),
    "s": N_("start the drill, or run your code"),
    "b": N_("mark this step, or take the mark away"),
    "m": N_("a note to this step, as in m what I want to remember"),
    "l": N_("show this lesson in English or Korean"),
    "?": N_("this help"),
    "q": N_("close the lesson; all is saved"),
}
WORDS = {
    "hint": "h", "answer": "a", "unsure": "u", "next": "n", "skip": "n", "back": "p", "previous": "p", "outline": "o",
    "map": "o", "go": "o", "again": "r", "read": "r", "edit": "e", "curl": "c", "bookmark": "b", "note": "m",
    "start": "s", "run": "s", "language": "l", "help": "?", "quit": "q", "home": "q",
}  # fmt: skip
SIGNS = {
    "right": ("✓", N_("right at once")), "passed": ("✓", N_("done")), "helped": ("✓", N_("right with help")),
    "shown": ("✗", N_("answer shown")), "missed": ("✗", N_("left wrong")), "skipped": ("◦", N_("skipped")),
    "open": ("◦", N_("open")),
}  # fmt: skip


class LeftError(Exception):
    """The learner leaves the lesson."""


@dataclass
class Lectern:
    """A lesson being taken.

    Args:
        lessons: by language, as far as there are translations.
        following: gives the id and title of the lesson that is suggested after this one, or None.
    """

    session: LessonSession
    lessons: Mapping[str, Lesson]
    talk: Talk
    keeper: Keeper
    bundled: Bundled
    following: Callable[[], tuple[str, str] | None]
    data: Path
    workshop: Workshop
    folder: Path  # of the course
    trusted: bool = False  # whether its code may run
    keymap: str = DEFAULT  # whose chords are practised
    config: Path | None = None  # folder of the learner's own chords
    fresh: bool = True  # the server's state is as at its start whenever a demo is entered

    def run(self) -> str | None:
        """Take the lesson until its end or until the learner leaves it; id of the lesson to go on with, if any.

        Raises:
            EndError: there is no more input.
        """
        lesson = self.session.lesson
        self.talk.say("", *wrapped(lesson.title))
        self.talk.say(_("? lists the commands; q closes the lesson."))
        try:
            while True:
                while not self.session.finished:
                    self._step()
                if (chosen := end(self.session, self.talk, self.following)) is not None:
                    return chosen or None
        except LeftError:
            return None
        finally:
            self.session.leave()

    @property
    def form(self) -> Form[Any]:
        return FORMS[type(self.session.step)]

    # ── A step ───────────────────────────────────────────────────────────────────────────────────

    def _step(self) -> None:
        """Say the step and take lines until it is left."""
        session, at = self.session, self.session.place
        self.fresh = True
        self._say_step()
        while not session.finished and session.place == at:
            self._line(self.talk.ask())

    def _say_step(self) -> None:
        session, step = self.session, self.session.step
        place = _("Step {n} of {total}").format(n=session.index + 1, total=len(session.steps))
        if session.trial is not None:
            place = _("Before it begins, {n} of {total}").format(n=session.trial + 1, total=len(session.trials))
            self.talk.tell(_("A guess: it does not count, and the lesson comes back to it."))
        self.talk.say("", *wrapped(f"{place}: {step.title} ({_(self.form.KIND)})"))
        marks = [_("bookmark")] * session.state.bookmarked + [_("note")] * bool(session.state.note)
        if marks:
            note = f": {session.state.note}" if session.state.note else ""
            self.talk.tell(", ".join(marks) + note)
        self.talk.all(self.form.lines(step, session))
        self.talk.all(told(session, self.keeper.kept))
        self.talk.tell(self._what_now())

    def _what_now(self) -> str:
        """What the next line does."""
        phase = self.session.state.phase
        if isinstance(self.session.step, (Drill, Keys)) and not self.session.state.passed:
            return self.form.how(self.session.step)
        if not self.session.step.asks or phase in ("right", "shown", "done before"):
            return _("Enter goes on.")
        if self.session.step.sends and (self.session.state.exchanges or self.session.state.rows):
            return _("Enter goes on.")
        return self.form.how(self.session.step)

    def _line(self, line: str) -> None:
        text = line.strip()
        if text.startswith("="):
            self._answer(text[1:])
        elif text.startswith(":"):
            self._command(text[1:].strip())
        elif not text:
            self._enter()
        elif (not self.form.literal and self._is_command(text)) or (self.form.once and text == "?"):
            self._command(text)
        else:
            self._answer(line)

    @staticmethod
    def _is_command(text: str) -> bool:
        word = text.split()[0].lower()
        return word in COMMANDS or word in WORDS

    def _enter(self) -> None:
        session = self.session
        guessed = session.trial is not None and session.state.tries > 0
        if guessed or not session.step.asks or session.state.done or session.state.phase in ("right", "shown"):
            session.forward()
        else:
            self.talk.tell(self._what_now())

    def _answer(self, text: str) -> None:
        session = self.session
        if session.step.sends and (session.state.exchanges or session.state.rows):
            self._send()  # a prediction is made once
            return
        if session.state.phase != "open" and session.step.asks:
            session.try_again()
            session.state.shown = False
        try:
            answer = self.form.answer(session.step, session, text)
            if session.step.sends:
                session.state.draft = answer
                self._send()
                return
            session.answer(answer)
        except NoAnswerError as error:
            self.talk.tell(str(error))
            return
        self._said()

    def _said(self) -> None:
        self.talk.all(told(self.session, self.keeper.kept))
        guess = self.session.trial is not None
        if self.session.state.phase == "wrong" and not self.session.step.sends and not guess:
            self.talk.tell(_("Try again, h gives a hint, a shows the answer."))
        else:
            self.talk.tell(_("Enter goes on."))

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def _command(self, text: str) -> None:
        word, _blank, rest = text.partition(" ")
        letter = WORDS.get(word.lower(), word.lower())
        act = {
            "h": self._hint, "a": self._show, "u": self._unsure, "n": self.session.forward, "p": self.session.back,
            "r": self._say_step, "e": self._edit, "c": self._curl, "b": self._bookmark, "l": self._flip,
            "?": self._help, "q": self._leave, "s": self._start,
        }.get(letter)  # fmt: skip
        if letter == "o":
            self._outline(rest)
        elif letter == "m":
            self._note(rest)
        elif act is None:
            self.talk.tell(_("There is no command {name}. ? lists them.").format(name=word))
        else:
            act()

    def _help(self) -> None:
        colon = ":" if self.form.literal else ""
        for letter, text in COMMANDS.items():
            self.talk.tell(_(text), lead=f"  {colon}{letter}  ")
        self.talk.tell(_("A line that begins with = is always an answer, one with : always a command."))

    def _leave(self) -> None:
        raise LeftError

    def _hint(self) -> None:
        hint = self.session.hint()
        if hint is None:
            self.talk.tell(_("There is no further hint."))
        else:
            self.talk.tell(f"{_('Hint:')} {inline(hint)}")

    def _show(self) -> None:
        session = self.session
        if not isinstance(session.step, Question) or session.step.sends:
            shows = _("Running shows it.") if isinstance(session.step, Output) else _("Sending shows it.")
            self.talk.tell(shows if session.step.sends else _("Nothing is asked here."))
            return
        answer = session.show_answer()
        self.talk.all(self.form.shown(session.step, answer))
        self._said()

    def _unsure(self) -> None:
        state = self.session.state
        state.unsure = not state.unsure
        self.talk.tell(_("Noted: you are not sure.") if state.unsure else _("Noted: you are sure."))

    def _bookmark(self) -> None:
        self.session.bookmark(not self.session.state.bookmarked)
        self.talk.tell(_("Bookmark set.") if self.session.state.bookmarked else _("Bookmark removed."))

    def _note(self, text: str) -> None:
        self.session.annotate(text)
        self.talk.tell(_("Note kept.") if text.strip() else _("Note removed."))

    def _flip(self) -> None:
        languages = list(self.lessons)
        if len(languages) < 2:
            self.talk.tell(_("This lesson has one language only."))
            return
        language = languages[(languages.index(self.session.language) + 1) % len(languages)]
        self.session.speak(self.lessons[language], language)
        self._say_step()

    def _outline(self, where: str) -> None:
        session = self.session
        if where.strip().isdecimal() and 1 <= int(where) <= len(session.steps):
            session.go(int(where) - 1)
            return
        for n, step in enumerate(session.steps, 1):
            sign, words = SIGNS[result(step, session.states[step.id])]
            here = f", {_('you are here')}" if n - 1 == session.index else ""
            self.talk.tell(f"{step.title}: {sign} {_(words)}{here}", lead=f"  {n}. ")
        self.talk.tell(_("o and a number goes there, as in o 5."))

    def _start(self) -> None:
        """Start what the step is about: a drill, a round of chords, or the learner's code."""
        step = self.session.step
        if isinstance(step, Code):
            self._run_code(step)
        elif isinstance(step, Drill):
            take_drill(step, self.session, self.talk)
        elif isinstance(step, Keys):
            take_keys(step, self.session, self.talk, self.keeper, self.keymap, self.config)
        else:
            self.talk.tell(_("There is no drill here."))

    # ── A demo ───────────────────────────────────────────────────────────────────────────────────

    def _send(self) -> None:
        from tutor.lesson import demo

        step = self.session.step
        assert isinstance(step, Demo | Output)
        if isinstance(step, Output) and not step.exchanges:
            self._perform(step)
            return
        self._exchange(lambda handle: demo.send(handle, step.exchanges, fresh=self.fresh), edited=False)

    def _may_run(self) -> bool:
        """Whether code of this course may run here; asked once for a course from elsewhere."""
        from tutor.lesson.trust import Trust

        trust = Trust(self.data)
        if self.trusted or trust.holds(self.folder):
            self.trusted = True
            return True
        self.talk.tell(_("This course did not come with tutor: `{folder}`.").format(folder=self.folder))
        self.talk.tell(_("Type yes to let its code run on this machine."))
        if self.talk.ask().strip().lower() not in ("yes", "y", "네"):
            self.talk.tell(_("Its code was not run."))
            return False
        trust.add(self.folder)
        self.trusted = True
        return True

    def _perform(self, step: Output) -> None:
        """Run what was predicted."""
        if not self._may_run():
            return
        from tutor.plain.results import row_lines
        from tutor.workshop.process import StartError

        try:
            came = self.workshop.perform(step)
        except (StartError, OSError) as error:
            log.exception("a prediction could not be run")
            self.talk.tell(_("The workshop cannot start: {why}.").format(why=error))
            return
        self.session.showed(came.brought, came.rows or [_("nothing")])
        self.talk.all(line for row in came.rows for line in row_lines(row))
        self.talk.tell(f"{_('it brings')} {came.brought}")
        self._said()

    def _exchange(self, send: Callable[[ServerHandle], list[Exchange]], *, edited: bool) -> None:
        session, step = self.session, self.session.step
        assert isinstance(step, Demo | Output)
        if self.bundled.ready is None:
            self.talk.tell(_("Starting the server"))
        try:
            exchanges = send(self.bundled.warm().result())
        except Exception as error:
            log.exception("a demo could not be sent")
            self.talk.tell(_("Nothing came back: {why}. Answer again to send again.").format(why=error))
            return
        self.fresh = False
        session.sent(exchanges, edited=edited)
        self.talk.all(exchange_lines(exchanges, step.notice, session.language))
        if edited:
            self.talk.tell(f"↻ {_('Sent as you wrote it')} ({self.keeper.kept})")
            self.talk.tell(_("Enter goes on."))
        else:
            self._said()

    def _edit(self) -> None:
        from tutor.lesson import demo

        if isinstance(self.session.step, Code):
            self._where_code(self.session.step)
            return
        if not self.session.step.sends or not getattr(self.session.step, "exchanges", ()):
            self.talk.tell(_("There is no request here."))
            return
        self.talk.tell(_("Type the request line by line; a line with a single . sends it."))
        rows: list[str] = []
        while (row := self.talk.ask()) != ".":
            rows.append(row)
        text = "\n".join(rows)
        if "" not in rows:
            text += "\n"
        self._exchange(lambda handle: demo.send(handle, [demo.edited(text)], fresh=self.fresh), edited=True)

    def _curl(self) -> None:
        from tutor.wire.compose import compose
        from tutor.wire.curl import as_curl

        step = self.session.step
        if not isinstance(step, Demo | Output) or not step.exchanges or not step.exchanges[-1].request:
            self.talk.tell(_("There is no request here."))
            return
        handle = self.bundled.ready
        spec = step.exchanges[-1]
        address = handle.address if handle else ("127.0.0.1", 0)
        self.talk.say(as_curl(compose(spec.request or "", address, raw=spec.raw)))

    # ── Code ─────────────────────────────────────────────────────────────────────────────────────

    def _work(self, step: Code) -> Work:
        """The learner's files of an exercise, laid out on disk.

        Raises:
            WorkError: they cannot be written.
        """
        from tutor.lesson.exercise.work import Work

        work = Work(self.data, self.session.lesson, step)
        work.lay_out()
        return work

    def _run_code(self, step: Code) -> None:
        """Run the checks on the files as they are on disk."""
        if not self._may_run():
            return
        from tutor.lesson.exercise.work import WorkError
        from tutor.plain.results import result_lines
        from tutor.workshop.process import StartError

        try:
            files = self._work(step).read()
            result = self.workshop.run(step.exercise, files)
        except (WorkError, NoAnswerError) as error:
            self.talk.tell(str(error))
            return
        except (StartError, OSError) as error:
            log.exception("an exercise could not be run")
            self.talk.tell(_("The workshop cannot start: {why}.").format(why=error))
            return
        self.session.ran(files, result)
        self.talk.all(result_lines(result))
        self.talk.tell(f"({self.keeper.kept})")
        if result.passed and step.explanation:
            self.talk.tell(inline(step.explanation), lead="  ")
        self.talk.tell(_("Enter goes on.") if result.passed else _("Mend it and type s again; h gives a hint."))

    def _where_code(self, step: Code) -> None:
        from tutor.lesson.exercise.work import WorkError

        try:
            folder = self._work(step).folder
        except WorkError as error:
            self.talk.tell(str(error))
            return
        for name in step.exercise.files:
            self.talk.say(f"  {folder / name}")

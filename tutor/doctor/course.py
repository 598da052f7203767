"""The lessons, and the bundled server that they use."""

from __future__ import annotations

import socket

from tutor.doctor.finding import Check, Subject, Verdict, no, warning, yes
from tutor.words import N_, _, ngettext

SHOWN = 3
"""Problems of lessons that are named; `tutor check` names all."""


def lessons(subject: Subject) -> Verdict:
    course = subject.course
    if course is None:
        return no(
            _("There is no course in {folder}: it has no course.yaml.").format(folder=subject.lessons),
            _("--lessons and TUTOR_LESSONS name a folder that has one."),
        )
    entries = [entry for module in course.modules for entry in module.lessons]
    count = ngettext("{n} lesson", "{n} lessons", len(entries)).format(n=f"{len(entries):,}")
    found = [_("{title}, {count}, in {folder}").format(title=course.course.title, count=count, folder=subject.lessons)]
    errors = [problem for problem in course.problems if problem.severity == "error"]
    mend = _("`tutor check` names all that is wrong. The other lessons work.")
    if errors or not entries:
        broken = sum(bool(entry.problems) for entry in entries)
        found.append(ngettext("{n} of them is broken:", "{n} of them are broken:", broken).format(n=broken))
        return no("\n".join([*found, *map(str, errors[:SHOWN])]), mend)
    return yes("\n".join(found))


def translations(subject: Subject) -> Verdict | None:
    from tutor.course.compile import translation_of

    course = subject.course
    if course is None or not course.course.translations:
        return None
    entries = [entry for module in course.modules for entry in module.lessons]
    counts = []
    for language in course.course.translations:
        n = sum((subject.lessons / translation_of(entry.file, language)).is_file() for entry in entries)
        counts.append(_("{language}: {n} of {total} lessons").format(language=language, n=n, total=len(entries)))
    found = "; ".join(counts)
    unusable = [problem for entry in entries for problem in entry.translation_problems]
    if unusable:
        return warning(
            "\n".join([found, *map(str, unusable[:SHOWN])]),
            _("Those lessons are shown in English. `tutor check` names all that is wrong."),
        )
    return yes(found)


def server(subject: Subject) -> Verdict:
    from tutor.lesson.server import start_server

    mend = _("Lessons with requests need it. Look whether a firewall or a sandbox forbids to listen at 127.0.0.1.")
    try:
        running = start_server()
    except OSError as error:
        return no(_("It cannot start: {why}.").format(why=error.strerror or error), mend)
    host = running.url.removeprefix("http://")
    try:
        with socket.create_connection(running.address, timeout=2) as client:
            client.sendall(f"GET /get HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            answer = client.makefile("rb").readline().decode("latin-1").strip()
    except OSError as error:
        return no(_("It started, but did not answer: {why}.").format(why=error.strerror or error), mend)
    finally:
        running.stop()
    if not answer.startswith("HTTP/1.1 200"):
        return no(_("It answered a plain request with {answer!r}.").format(answer=answer), mend)
    return yes(_("It starts, and answers {answer}.").format(answer=answer))


def workshop(subject: Subject) -> Verdict:
    """What code that lessons have run is kept from here."""
    from tutor.workshop.process import StartError, Worker

    words = {
        "files": _("files"), "network": _("the network"), "processes": _("other processes"), "memory": _("memory"),
        "disk": _("disk space"),
    }  # fmt: skip
    try:
        worker = Worker(seconds=1.0)
    except StartError as error:
        return no(_("It cannot start: {why}.").format(why=error), _("`tutor check` needs it to run code of lessons."))
    worker.close()
    kept = ", ".join(words[name] for name, holds in worker.enforced.items() if holds)
    free = ", ".join(words[name] for name, holds in worker.enforced.items() if not holds)
    if free:
        mend = _("Check lessons of others only if you trust them.")
        return warning(_("Only time and output are limited, and not: {names}.").format(names=free), mend)
    return yes(_("Confined: {names}, and time.").format(names=kept))


CHECKS = (
    Check("lessons", N_("Lessons"), lessons),
    Check("translations", N_("Translations"), translations),
    Check("server", N_("Bundled server"), server),
    Check("workshop", N_("Code of lessons"), workshop),
)

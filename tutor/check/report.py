"""What the checker found, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from tutor.course.problem import Problem
from tutor.words import _, ngettext


@dataclass(frozen=True)
class Report:
    """Problems sorted by place, and how much was looked at.

    Attributes:
        silenced: how many findings a step allows.
        passed_over: how many exercises need packages that are not installed here, by the extra that has them.
        spared: how many proofs were made before and rest on what has not changed.
    """

    problems: list[Problem] = field(default_factory=list)
    files: int = 0
    demos: int = 0
    silenced: int = 0
    passed_over: dict[str, int] = field(default_factory=dict)
    spared: int = 0

    @property
    def errors(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors

    def as_json(self) -> str:
        """The report as JSON: counts, and each problem with all its fields."""
        import json

        counts = {"errors": self.errors, "warnings": self.warnings, "files": self.files, "demos": self.demos,
                  "silenced": self.silenced, "passed_over": self.passed_over, "spared": self.spared}  # fmt: skip
        return json.dumps({**counts, "problems": [asdict(p) for p in self.problems]}, ensure_ascii=False, indent=2)


def report_text(report: Report) -> str:
    """The report as lines: FILE:LINE:COLUMN: severity: what is wrong, how to mend it [rule]; then the sum."""
    words = {"error": _("error"), "warning": _("warning")}
    lines = [
        f"{p.file}:{p.line}:{p.column}: {words[p.severity]}: {p.message} {p.mend} [{p.rule}]" for p in report.problems
    ]
    lines += [_passed_over(extra, n) for extra, n in report.passed_over.items()]
    return "\n".join([*lines, *([""] if lines else []), _summary(report)])


def _passed_over(extra: str, n: int) -> str:
    from tutor.lesson.exercise.extras import how_to_install, lacking

    said = ngettext(
        "{n} exercise was not run, since {packages} is not installed: {command}",
        "{n} exercises were not run, since {packages} is not installed: {command}",
        n,
    )
    packages = lacking(extra)
    return said.format(n=n, packages=", ".join(packages), command=how_to_install(packages))


def _summary(report: Report) -> str:
    looked = ngettext("{n} file read", "{n} files read", report.files).format(n=report.files)
    ran = ngettext("{n} demo sent", "{n} demos sent", report.demos).format(n=report.demos)
    errors = ngettext("{n} error", "{n} errors", report.errors).format(n=report.errors)
    warnings = ngettext("{n} warning", "{n} warnings", report.warnings).format(n=report.warnings)
    silenced = ngettext("{n} silenced", "{n} silenced", report.silenced).format(n=report.silenced)
    spared = ngettext("{n} proof of before holds", "{n} proofs of before hold", report.spared).format(n=report.spared)
    found = [f"{errors}, {warnings}" if report.problems else _("nothing wrong")]
    found += [silenced] * bool(report.silenced) + [spared] * bool(report.spared)
    return _("{looked}, {ran}: {found}.").format(looked=looked, ran=ran, found=", ".join(found))

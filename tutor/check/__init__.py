"""`tutor check`: proves that the files of a course are sound, by rules and by running what they claim."""

from tutor.check.proved import Proved
from tutor.check.report import Report, report_text
from tutor.check.run import run_check

__all__ = ["Proved", "Report", "report_text", "run_check"]

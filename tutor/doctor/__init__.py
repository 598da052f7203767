"""`tutor doctor`: is all well on this machine, and if not, what to mend. Nothing is changed by looking."""

from __future__ import annotations

from tutor.doctor import course, files, machine, progress, terminal
from tutor.doctor.finding import Check, Finding, Subject, examine

__all__ = ["CHECKS", "Check", "Finding", "Subject", "examine"]

CHECKS = (*machine.CHECKS, *terminal.CHECKS, *files.CHECKS, *progress.CHECKS, *course.CHECKS)
"""Every check, in the order of the report."""

"""Code exercises: what a learner's files are run for, what that comes to, and what is said to it.

Workers only report what they saw. Whether it is what a check wants is decided here, by the fixed comparisons of the
lesson format; nothing of the learner's is run or rendered in this process.
"""

from __future__ import annotations

from tutor.lesson.exercise.jobs import job_of
from tutor.lesson.exercise.judge import Judged, Miss, Result, judge

__all__ = ["Judged", "Miss", "Result", "job_of", "judge"]

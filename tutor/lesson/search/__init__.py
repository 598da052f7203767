"""Searching the course and the reference while one types. Headless: screens and plain lines ask the same `Search`."""

from tutor.lesson.search.answer import LIMIT, Answer, answer
from tutor.lesson.search.filters import STATES, Filters, Marked, State
from tutor.lesson.search.find import Hit, Search

__all__ = ["LIMIT", "STATES", "Answer", "Filters", "Hit", "Marked", "Search", "State", "answer"]

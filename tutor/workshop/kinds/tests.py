"""Tests that the learner writes: pytest runs them in this very process, on an app that may have a fault planted."""

from __future__ import annotations

import contextlib
import io
import os
from typing import Any

import pytest

from tutor.workshop.kinds import Bench
from tutor.workshop.values import TEXT

MOST = 100
"""Tests that are reported."""
WITHOUT = ("cacheprovider", "unraisableexception")
"""Plugins that do nothing for these tests; the second looks through the whole memory ten times at the end of a run."""


class _Collected:
    """A plugin that notes what came of each test."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.results: list[dict[str, Any]] = []
        self.trouble: dict[str, Any] | None = None

    def pytest_runtest_makereport(self, item: Any, call: Any) -> None:
        if call.excinfo is not None:
            passed = isinstance(call.excinfo.value, pytest.skip.Exception)
            told = None if passed else self._bench.trouble(call.excinfo.value)
            self._note(item.name, "skipped" if passed else "failed", told)
        elif call.when == "call":
            self._note(item.name, "passed", None)

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and self.trouble is None:
            error = getattr(report, "tutor_error", None)
            said = str(report.longrepr).strip().splitlines()
            self.trouble = error or {"type": "CollectError", "message": said[-1] if said else "", "spots": []}

    @pytest.hookimpl(hookwrapper=True)
    def pytest_make_collect_report(self, collector: Any) -> Any:
        outcome = yield
        report = outcome.get_result()
        if report.failed and report.call.excinfo is not None:
            error = report.call.excinfo.value
            report.tutor_error = self._bench.trouble(error.__cause__ or error)

    def _note(self, name: str, result: str, trouble: dict[str, Any] | None) -> None:
        if len(self.results) < MOST:
            self.results.append({"test": name, "result": result, "trouble": trouble})


def warm() -> None:
    """pytest is imported with this module."""


def run(bench: Bench, probe: dict[str, Any]) -> list[dict[str, Any]]:
    bench.put({**bench.files, **(probe.get("files") or {})})
    bench.forget()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    collected, said = _Collected(bench), io.StringIO()
    entry = os.path.join(bench.root, bench.entry)
    here = bench.root.rstrip(os.sep)
    arguments = ["-q", "--no-header", "-c", os.devnull, entry]
    arguments += [f"-pno:{name}" for name in WITHOUT]
    arguments += ["--rootdir", here, "--confcutdir", here]
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        pytest.main(arguments, plugins=[collected])
    if collected.trouble:
        return [{"trouble": collected.trouble}]
    results = collected.results
    failed = next((one["trouble"] for one in results if one["result"] == "failed"), None)
    tests = [[one["test"], one["result"]] for one in results]
    return [{"tests": tests, "refused": failed, "printed": said.getvalue()[-TEXT:] if failed else ""}]

"""Optional extras of the program: packages that some exercises are about and all else can do without."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

from tutor.words import _

EXTRAS = {"migrations": {"alembic": "alembic", "flask_sqlalchemy": "flask-sqlalchemy"}}
"""Of each extra: its modules, and the packages that they come in."""


def lacking(extra: str) -> list[str]:
    """Names of packages of an extra that are not installed here."""
    return [package for module, package in EXTRAS[extra].items() if importlib.util.find_spec(module) is None]


def how_to_install(packages: list[str], prefix: Path | None = None) -> str:
    """The command that installs packages beside this program, however that came here.

    Args:
        prefix: of the environment; the one that runs this without it.
    """
    where, names = prefix or Path(sys.prefix), " ".join(packages)
    if "pipx" in where.parts:
        return f"pipx inject tutor {names}"
    if where.parent.name == "tools" and "uv" in where.parts:
        return f"uv tool install tutor {' '.join(f'--with {package}' for package in packages)}"
    python = where / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if importlib.util.find_spec("pip") is None and shutil.which("uv"):
        return f"uv pip install --python {python} {names}"
    return f"{python} -m pip install {names}"


def what_lacks(extra: str | None) -> str:
    """What an exercise that needs an extra lacks here, and in the lines after it how to get it; "" for nothing."""
    packages = lacking(extra) if extra else []
    if not packages:
        return ""
    what = _("Not installed here: {packages}").format(packages=", ".join(packages))
    mend = _("This exercise runs the real packages, an optional extra. Skip it or read the solution, or install them:")
    return f"{what}\n{mend}\n{how_to_install(packages)}"

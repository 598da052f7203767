"""Words shown to people: gettext, chosen once at start and again when the language changes.

Every room may import this one; it imports none of ours. English is the key of every message, so without a
catalogue the text itself is shown. Catalogues stand in `tutor/locale/LANGUAGE/LC_MESSAGES/tutor.mo`.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

LANGUAGES = ("en", "ko")
_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def from_environment(environ: os._Environ[str] | dict[str, str] = os.environ) -> str:
    """The first language of LANGUAGE, LC_ALL, LC_MESSAGES and LANG that is known here, else "en"."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for value in environ.get(variable, "").split(":"):
            language = value.split(".")[0].split("_")[0].split("-")[0].lower()
            if language in LANGUAGES:
                return language
            if language in ("c", "posix"):
                return "en"
    return "en"


def chosen(setting: str, environ: os._Environ[str] | dict[str, str] = os.environ) -> str:
    """The language for a setting: a language of ours, or "auto" for that of the environment."""
    return setting if setting in LANGUAGES else from_environment(environ)


def use(language: str) -> None:
    """Show messages in this language from now on."""
    global _catalogue, _language
    _language = language
    _catalogue = gettext.translation("tutor", Path(__file__).with_name("locale"), languages=[language], fallback=True)


def language() -> str:
    """The language of messages now: "en" or "ko"."""
    return _language


def _(message: str) -> str:
    """The message in the language of now."""
    return _spoken(_catalogue.gettext(message))


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of the message for `n` things."""
    return _spoken(_catalogue.ngettext(singular, plural, n))


def _spoken(text: str) -> str:
    """A translation may choose a particle by what fills its gap: `{name:을}` gives 요청을, 서버를, GET을, POST를."""
    if _language != "ko" or ":" not in text:
        return text
    from tutor.particles import spoken

    return spoken(text)


def N_(message: str) -> str:  # noqa: N802  # the usual name of the marker for message extraction
    """Mark a message for translation; it is translated where it is shown."""
    return message

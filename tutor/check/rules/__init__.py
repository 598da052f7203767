"""The rules, by what they are about. Importing this registers all of them."""

from tutor.check.rules import answers, exchanges, files, identity, options, reading, references, translations, width

__all__ = ["answers", "exchanges", "files", "identity", "options", "reading", "references", "translations", "width"]

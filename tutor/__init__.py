"""`tutor`: learn web development at a terminal by doing it."""

__version__ = "0.1.0"

"""Chords, keymaps, what a terminal can deliver of them, and the choice of what is practised next."""

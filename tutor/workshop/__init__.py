"""Learner code, run in confined processes of its own that only report what they saw."""

"""Reads of what happens inside a meeting."""

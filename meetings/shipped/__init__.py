"""Demonstration data about meetings: each file, its table, and how a row is read."""

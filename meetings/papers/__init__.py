"""Documents of a meeting, from its items, sessions and people."""

"""Tables of what happens inside a meeting."""

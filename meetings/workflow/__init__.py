"""Acts on what happens inside a meeting."""

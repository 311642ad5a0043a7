"""Acts on extension requests."""

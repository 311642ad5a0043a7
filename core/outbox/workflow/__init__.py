"""The acts of the house on what leaves it."""

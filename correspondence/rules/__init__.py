"""The closed grammar of letters: conditions, placeholders, and what a complete template must have."""

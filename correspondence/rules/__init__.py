"""The closed grammar of letters: conditions and placeholders, what a template must have, whom a campaign writes to."""

"""Commands on extension requests."""

"""Forms of extension requests."""

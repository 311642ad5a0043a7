"""The outbox: what leaves, when, and what is known of it."""

"""Requests for more time under Articles 3, 4 and 5: so far the history of those that meetings have considered."""

"""The acts of the office on bodies: one function each, with its rules and its audit entry."""

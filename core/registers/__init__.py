"""Registers shipped with the product: loaded as often as one likes, never over what the office has edited."""

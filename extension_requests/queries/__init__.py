"""Reads of extension requests."""

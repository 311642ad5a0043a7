"""The ground everybody stands on: each Convention's rules as data with their sources, and its meetings.

A third Convention would be one more module of data beside `apmbc` and `ccm`; no code asks which Convention it has.
"""

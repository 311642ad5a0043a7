"""Calendars as iCalendar files: entries, zones, the file, and answers to invitations. Source: RFC 5545, RFC 5546."""

"""Committees, working groups, coordinators and analysis groups: who holds which office, until when. Not begun."""

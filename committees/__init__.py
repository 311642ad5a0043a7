"""Committees, working groups, coordinators and analysis groups: who holds which office, until when, with which mandate.

States hold seats. A term is bounded by meetings: it begins at the close of the meeting that elected and ends at the
close of a later one, so its days follow the calendar. Persons represent the State that holds the seat. What a body
does (tasks, decisions, activities, the yearly paper) belongs to the body and outlasts its holders. Sources: for the
APMBC the decisions of the 3RC (2014), for the CCM those of the 2MSP (2011) and of its review conferences.
"""

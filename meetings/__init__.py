"""What happens inside a meeting: sessions, agenda, timetable, speakers, papers, participants, decisions.

Which meetings there are, and when, is the calendar of the Convention (`conventions`): everybody's dates hang on it.
"""

"""What happens inside a meeting: agenda, timetable, speakers, papers, participants, decisions. Not begun."""

"""Rules of agendas, timetables, symbols and lists of speakers."""

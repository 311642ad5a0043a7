"""Who is bound and by what: States, their bonds to each Convention, obligations with deadlines, reports, and missions.

Everything is told as of a day, and every registered fact with its source and the confidence in it.
"""

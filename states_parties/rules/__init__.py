"""What follows from registered days and names: standing, deadlines, reporting, the grammar of a State's name."""

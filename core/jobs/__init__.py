"""What the house does by itself, at intervals, in a process of its own; of several such processes only one leads."""

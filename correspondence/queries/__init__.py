"""Reading templates, audiences, campaigns, letters and what became of them."""

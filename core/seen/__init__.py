"""Several people at one text: what a form saw when it was opened, and who else has it open now."""

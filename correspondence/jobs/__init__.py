"""What happens to letters by itself: silence that has held, comparison with the registers, reminders, the mailbox."""

"""What leaves: letters, reminders, the summary, tables for people. May import `intake`, `rules`."""

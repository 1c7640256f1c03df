"""What the system gives: light and dark, icons, dialogs, and what is remembered."""

"""What people and programs see on a terminal."""

"""Letters as text only; see README.md."""

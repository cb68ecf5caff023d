"""The outbox and the way to the server."""

"""What comes in: mailbox, MIME, texts, store, worker. May import `rules`, never `outbound`."""

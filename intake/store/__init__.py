"""The store: raw mail, the ledger of mailboxes, readings, answers, and the outbox."""

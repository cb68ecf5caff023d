"""Doubtful mails before officers: notices, their answers, what they settle."""

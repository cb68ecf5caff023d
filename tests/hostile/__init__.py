"""Hostile mails by the thousand through the worker: samples of other projects, letters of the
corpora, and mutations of both. `python -m tests.hostile 10000` is the long run.
"""

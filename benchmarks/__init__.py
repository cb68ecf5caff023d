"""Measurements: ratios within one run, printed as tables, never asserted in a test."""

"""What a mail means: text in, reading out.

Pure: no clock, no network, no database, no logging; the only files read are this package's own
word lists and phrases, once. The same mail under the same circular always gives the same reading.
"""

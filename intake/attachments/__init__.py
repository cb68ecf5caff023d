"""Attachments to text. `extract` tells by a file's first bytes what it is, and reads it.

Formats of others are read in a child process with bounds (`sandbox`), so that a bomb or a crash
costs one attachment, not the program.
"""

from intake.attachments.extract import extract
from intake.attachments.values import Extracted, File

__all__ = ["Extracted", "File", "extract"]

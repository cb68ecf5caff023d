"""Attachments to text: `extract` tells by a file's first bytes what it is, and reads it."""

from intake.attachments.extract import Extracted, File, extract

__all__ = ["Extracted", "File", "extract"]

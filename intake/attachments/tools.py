"""Programs from outside that some formats need; without them their files go to a person."""

from __future__ import annotations

import shutil

from intake.attachments import tesseract


def missing() -> tuple[str, ...]:
    """What is not installed, each as a Russian sentence that says what for and what to do."""
    found = []
    if not tesseract.available():
        found.append(f"Сканы и фотографии писем не распознаются: {tesseract.ADVICE}")
    if shutil.which("catdoc") is None or shutil.which("xls2csv") is None:
        found.append("Файлы .doc и .xls не читаются: установите пакет catdoc")
    return tuple(found)

"""Pictures to text by tesseract."""

from __future__ import annotations

from intake.attachments.values import Extracted, File, Job, problem_of


def read_image(file: File, job: Job, depth: int) -> Extracted:  # noqa: ARG001
    """To come."""
    return problem_of(file, "скан не распознан", "unreadable_scan")


def read_pictures(file: File, pictures: list[File], job: Job) -> Extracted:  # noqa: ARG001
    """To come."""
    return problem_of(file, "текста нет, картинки не распознаны", "unreadable_scan")

"""PDF to text: the text layer page by page; pages that are pictures are recognised."""

from __future__ import annotations

from intake.attachments.values import Extracted, File, Job, text_of


def read(file: File, job: Job, depth: int) -> Extracted:  # noqa: ARG001
    """The text layer."""
    import pypdfium2

    document = pypdfium2.PdfDocument(file.data)
    pages = []
    for index in range(min(len(document), job.limits.pages)):
        page = document[index]
        textpage = page.get_textpage()
        pages.append(
            textpage.get_text_bounded()
            .replace("\r\n", "\n")
            .replace("\ufffe\n", "")
            .replace("\ufffe", "")
        )
        textpage.close()
        page.close()
    document.close()
    return text_of(file, "\n".join(pages))

"""PDF to text."""

from __future__ import annotations

from intake.limits import Limits


def text(data: bytes, limits: Limits) -> str:
    """The text layer."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pages = []
    for index in range(min(len(document), limits.pages)):
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
    return "\n".join(pages)

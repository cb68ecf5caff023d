"""The text layer of one PDF page."""

from __future__ import annotations

from typing import Any


def page_text(page: Any) -> str:
    """The text in reading order."""
    textpage = page.get_textpage()
    try:
        text: str = textpage.get_text_bounded()
    finally:
        textpage.close()
    return text.replace("\r\n", "\n").replace("\ufffe\n", "").replace("\ufffe", "")

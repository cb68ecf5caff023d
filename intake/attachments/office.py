"""Word processors' files to text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from intake.limits import Limits


def docx_text(data: bytes, limits: Limits) -> str:  # noqa: ARG001
    """Body in order, tables with "\\t"."""
    import docx

    document = docx.Document(io.BytesIO(data))
    return "\n".join(_blocks(document))


def _blocks(container: Any) -> Iterator[str]:
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield "\t".join(_cell(cell) for cell in _unique(row.cells))
        else:
            yield block.text


def _unique(cells: Any) -> Iterator[Any]:
    seen: list[Any] = []
    for cell in cells:
        if cell._tc not in seen:
            seen.append(cell._tc)
            yield cell


def _cell(cell: Any) -> str:
    return "\u2028".join(line for line in _blocks(cell) if line.strip()).replace("\n", "\u2028")

"""Where a circular stands: matrix, summary, workbook, export."""

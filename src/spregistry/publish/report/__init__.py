"""The report on a submission: a board's page, then everything behind it, as HTML, PDF, workbook and Markdown.

`compose.py` puts the report together from scorecards as blocks (`blocks.py`): texts, tables and pictures, in one language. The four
writers only set those blocks, so that every format says the same.
"""

"""A report as a Word document, with real headings, lists and tables, so that it can be worked on further."""

from __future__ import annotations

import io
from typing import Any, Final

from assistant.programme.report import Grid, Heading, Paragraph, Points, Report

_LANGUAGE: Final = {"nl": "nl-BE", "fr": "fr-BE", "en": "en-GB"}


def as_docx(report: Report) -> bytes:
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    _speak(normal, _LANGUAGE[report.language])
    properties = document.core_properties
    properties.title, properties.subject, properties.author = report.title, report.subtitle, "Boegbeeld"
    properties.language = _LANGUAGE[report.language]
    document.add_heading(report.title, 0)
    document.add_paragraph(report.subtitle)
    for piece in report.pieces:
        if isinstance(piece, Heading):
            document.add_heading(piece.words, piece.level)
        elif isinstance(piece, Paragraph):
            document.add_paragraph(piece.words)
        elif isinstance(piece, Points):
            for line in piece.lines:
                document.add_paragraph(line, style="List Bullet")
        else:
            _grid(document, piece)
    document.add_paragraph(report.footer)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _grid(document: Any, grid: Grid) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    caption = document.add_paragraph()
    caption.add_run(grid.caption).bold = True
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(grid.columns), style="Light Grid Accent 1")
    for number, words in enumerate((grid.columns, *grid.rows)):
        cells = table.rows[0].cells if number == 0 else table.add_row().cells
        for column, word in enumerate(words):
            cells[column].text = word
            if column in grid.figures:
                cells[column].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    document.add_paragraph()


def _speak(style: Any, language: str) -> None:
    """The language in which Word checks the spelling."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    style.element.get_or_add_rPr().append(spoken)

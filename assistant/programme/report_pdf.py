"""A report as PDF, with letters of its own in it, page numbers, and tables that go on over pages."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path
from typing import Any

from assistant.programme.report import Grid, Heading, Paragraph, Piece, Points, Report
from assistant.texts import text

_SEA, _BRASS, _PAPER, _INK = "#0f5563", "#e0b75f", "#f3f1ec", "#1f2a2e"


def as_pdf(report: Report) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph as Words
    from reportlab.platypus import SimpleDocTemplate

    styles = _styles()
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=20 * mm,
        bottomMargin=22 * mm,
        title=report.title,
        subject=report.subtitle,
        author="Boegbeeld",
        lang=report.language,
    )
    story: list[Any] = [Words(_marked(report.title), styles["title"]), Words(_marked(report.subtitle), styles["under"])]
    for piece in report.pieces:
        story += _flow(piece, styles, document.width)
    story.append(Words(_marked(report.footer), styles["under"]))

    def numbered(canvas: Any, _document: Any) -> None:
        canvas.saveState()
        canvas.setFont("Vera", 8)
        canvas.setFillColor("#5a6468")
        canvas.drawString(20 * mm, 12 * mm, report.title[:90])
        page = text("evaluation.page", report.language, number=canvas.getPageNumber())
        canvas.drawRightString(A4[0] - 20 * mm, 12 * mm, page)
        canvas.restoreState()

    document.build(story, onFirstPage=numbered, onLaterPages=numbered)
    return out.getvalue()


def _flow(piece: Piece, styles: dict[str, Any], width: float) -> list[Any]:
    from reportlab.platypus import CondPageBreak, KeepTogether, ListFlowable, ListItem, Spacer
    from reportlab.platypus import Paragraph as Words

    if isinstance(piece, Heading):
        return [CondPageBreak(90), Words(_marked(piece.words), styles["heading" if piece.level == 1 else "smaller"])]
    if isinstance(piece, Paragraph):
        return [Words(_marked(piece.words), styles["body"])]
    if isinstance(piece, Points):
        items = [ListItem(Words(_marked(line), styles["body"]), leftIndent=12) for line in piece.lines]
        return [ListFlowable(items, bulletType="bullet", start="•", bulletFontSize=9, leftIndent=12), Spacer(1, 4)]
    caption = Words(_marked(piece.caption), styles["caption"])
    table = _table(piece, styles, width)
    if len(piece.rows) <= 14:
        return [KeepTogether([caption, table, Spacer(1, 8)])]
    return [caption, table, Spacer(1, 8)]


def _table(grid: Grid, styles: dict[str, Any], width: float) -> Any:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import LongTable
    from reportlab.platypus import Paragraph as Words

    def cell(column: int, words: str, head: bool) -> Any:
        side = "right" if column in grid.figures else "left"
        return Words(_marked(words), styles[f"{'head' if head else 'cell'}_{side}"])

    rows = [[cell(column, words, True) for column, words in enumerate(grid.columns)]]
    rows += [[cell(column, words, False) for column, words in enumerate(row)] for row in grid.rows]
    widths = _widths(grid, width)
    table = LongTable(rows, colWidths=widths, repeatRows=1)
    table.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, 0), HexColor(_PAPER)),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor("#cfcbc1")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
    )
    return table


def _widths(grid: Grid, width: float) -> list[float]:
    """Columns of figures as wide as they need, the others share the rest."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    widths = [
        max(stringWidth(words, "VeraBd", 8.5) for words in (row[column] for row in (grid.columns, *grid.rows))) + 14
        for column in range(len(grid.columns))
    ]
    left = width - sum(widths[column] for column in grid.figures)
    others = [column for column in range(len(widths)) if column not in grid.figures]
    wanted = sum(widths[column] for column in others)
    if left < 60 * len(others):
        return [width / len(widths)] * len(widths)
    for column in others:
        widths[column] = left * widths[column] / wanted
    return widths


def _styles() -> dict[str, Any]:
    import reportlab
    from reportlab.lib.colors import HexColor
    from reportlab.lib.enums import TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    fonts = Path(reportlab.__file__).parent / "fonts"
    for name, file in (("Vera", "Vera.ttf"), ("VeraBd", "VeraBd.ttf")):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(fonts / file)))
    body = ParagraphStyle("body", fontName="Vera", fontSize=9.5, leading=14, spaceAfter=5, textColor=HexColor(_INK))
    cell = ParagraphStyle("cell_left", body, fontSize=8.5, leading=11.5, spaceAfter=0)
    head = ParagraphStyle("head_left", cell, fontName="VeraBd")
    return {
        "body": body,
        "title": ParagraphStyle("title", body, fontName="VeraBd", fontSize=19, leading=24, textColor=HexColor(_SEA)),
        "under": ParagraphStyle("under", body, textColor=HexColor("#50524f"), spaceAfter=10),
        "heading": ParagraphStyle(
            "heading",
            body,
            fontName="VeraBd",
            fontSize=13,
            leading=17,
            spaceBefore=14,
            spaceAfter=6,
            keepWithNext=1,
            textColor=HexColor(_SEA),
        ),
        "smaller": ParagraphStyle("smaller", body, fontName="VeraBd", fontSize=10.5, spaceBefore=8, keepWithNext=1),
        "caption": ParagraphStyle("caption", body, fontName="VeraBd", fontSize=9, spaceBefore=6, keepWithNext=1),
        "cell_left": cell,
        "cell_right": ParagraphStyle("cell_right", cell, alignment=TA_RIGHT),
        "head_left": head,
        "head_right": ParagraphStyle("head_right", head, alignment=TA_RIGHT),
    }


def _marked(words: str) -> str:
    """Words as reportlab reads them: its marks made harmless, and spaces that its letters lack as plain ones."""
    for space in ("\u202f", "\u2009"):
        words = words.replace(space, "\u00a0")
    return escape(words, quote=False).replace("\n", "<br/>")

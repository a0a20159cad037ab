"""A report as a web page that stands on its own: to read, to print, to send."""

from __future__ import annotations

from html import escape

from assistant.programme.report import Grid, Heading, Paragraph, Piece, Points, Report

_STYLE = (
    "body{font:16px/1.55 'Source Sans Pro',system-ui,sans-serif;color:#1f2a2e;max-width:46rem;margin:2rem auto;"
    "padding:0 1.2rem}h1{font-size:1.9rem;line-height:1.2;margin:0 0 .2rem}h2{font-size:1.3rem;margin:2.2rem 0 .5rem;"
    "border-bottom:2px solid #e0b75f;padding-bottom:.2rem}h3{font-size:1.05rem;margin:1.4rem 0 .3rem}"
    ".under{color:#50524f;margin:0 0 1.5rem}.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;"
    "margin:.6rem 0 1.2rem;font-size:.95rem}caption{text-align:left;font-weight:600;padding:.3rem 0}"
    "th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #e5e2da;vertical-align:top}"
    "th{background:#f3f1ec}.figure{text-align:right;white-space:nowrap}footer{margin-top:2.5rem;color:#5a6468;"
    "font-size:.9rem;border-top:1px solid #e5e2da;padding-top:.6rem}"
    "@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}"
)


def as_html(report: Report) -> str:
    return (
        f'<!doctype html><html lang="{report.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.title)}</title><style>{_STYLE}</style></head><body><main>{body(report)}</main></body></html>"
    )


def body(report: Report, top: int = 1) -> str:
    """Title, pieces and footer, for a page with a head of its own; `top` is the level of the title."""
    pieces = "".join(_piece(piece, top) for piece in report.pieces)
    return (
        f'<h{top}>{escape(report.title)}</h{top}><p class="under">{escape(report.subtitle)}</p>{pieces}'
        f"<footer>{escape(report.footer)}</footer>"
    )


def _piece(piece: Piece, top: int) -> str:
    if isinstance(piece, Heading):
        return f"<h{piece.level + top}>{escape(piece.words)}</h{piece.level + top}>"
    if isinstance(piece, Paragraph):
        return f"<p>{escape(piece.words)}</p>"
    if isinstance(piece, Points):
        return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in piece.lines)}</ul>"
    return _grid(piece)


def _grid(grid: Grid) -> str:
    def cell(tag: str, column: int, words: str, scope: str = "") -> str:
        kind = ' class="figure"' if column in grid.figures else ""
        return f"<{tag}{scope}{kind}>{escape(words)}</{tag}>"

    head = "".join(cell("th", column, words, ' scope="col"') for column, words in enumerate(grid.columns))
    rows = "".join(
        "<tr>"
        + "".join(
            cell("th" if column == 0 else "td", column, words, ' scope="row"' if column == 0 else "")
            for column, words in enumerate(row)
        )
        + "</tr>"
        for row in grid.rows
    )
    return (
        f'<div class="scroll"><table><caption>{escape(grid.caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )

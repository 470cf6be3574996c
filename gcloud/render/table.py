"""Tables for other programs: CSV, JSON, HTML and xlsx of the same rows.

Spreadsheets run what begins like a formula, and names come from users: so such a
text is marked as text wherever a cell may be taken for more.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

Cell = str | int | float | Decimal | None

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings.

    Attributes:
        title: what they are; also the sheet's name.
        columns: the headings.
        rows: a cell a column; None is an empty cell.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def as_csv(tables: Sequence[Table]) -> bytes:
    """Write tables one below the other, as UTF-8 with a mark, so that Excel reads Vietnamese."""
    text = io.StringIO()
    writer = csv.writer(text)
    for number, table in enumerate(tables):
        if number:
            writer.writerow(())
        writer.writerow(table.columns)
        writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def as_html(title: str, tables: Sequence[Table]) -> bytes:
    """Write tables as one page that needs no other file."""
    from gcloud.render.environment import html_environment  # noqa: PLC0415 - Jinja costs every command

    page = html_environment().get_template("tables.html.j2")
    return page.render(title=title, tables=tables).encode()


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """Write tables as a workbook: a sheet a table, headings frozen, filters on."""
    # A tenth of a second that only who wants a workbook pays.
    from openpyxl import Workbook  # noqa: PLC0415 - as said
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook(write_only=True)
    for table in tables:
        sheet: Any = book.create_sheet(table.title[:31])
        sheet.freeze_panes = "A2"
        for row in (table.columns, *table.rows):
            cells = []
            for value in row:
                cell: Any = WriteOnlyCell(sheet, float(value) if isinstance(value, Decimal) else value)
                if isinstance(value, str):
                    cell.data_type = "s"
                if row is table.columns:
                    cell.font = Font(bold=True)
                cells.append(cell)
            sheet.append(cells)
        sheet.auto_filter.ref = f"A1:{_letter(len(table.columns))}{len(table.rows) + 1}"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


WRITERS: Final[Mapping[str, Callable[[str, Sequence[Table]], bytes]]] = MappingProxyType(
    {
        ".csv": lambda _, tables: as_csv(tables),
        ".html": as_html,
        ".xlsx": lambda _, tables: as_xlsx(tables),
    }
)
"""The ending of a file's name → what writes such a file."""


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as in as_xlsx

    return str(get_column_letter(column))

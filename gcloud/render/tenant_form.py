"""The .xlsx form of a request: made from the model's fields, with the site's own drop-downs."""

import io
from datetime import UTC, datetime
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from gcloud.model.shape import required_at
from gcloud.model.site import Site
from gcloud.render.form_layout import (
    FIGURES,
    FIRST_ROW,
    LISTS,
    MARK,
    PATH,
    REQUEST,
    TABLES,
    VALUE,
    Table,
    figures,
    mark,
    rows,
    sources,
)
from gcloud.render.tenant_choices import choices
from gcloud.render.tenant_words import FOLLOWS, Language, Source, Words

TITLE: Final = Words("PHIẾU YÊU CẦU VÙNG TÀI NGUYÊN TRÊN ĐÁM MÂY", "REQUEST FOR A TENANT OF THE CLOUD")
NOTE: Final = Words(
    "Điền các ô màu vàng; mục có dấu * là bắt buộc. Không dùng công thức. Các trang sau: mạng, người sử dụng,"
    " hạn mức riêng nếu gói hạn mức không đủ.",
    "Fill in the yellow cells; what has * is needed. No formulas. The other sheets: networks, people, figures"
    " of your own where no class fits.",
)
HEADS: Final = (Words("Mục", "Field"), Words("Nội dung", "Answer"), Words("Hướng dẫn", "What to write"))

_FILL: Final = PatternFill("solid", fgColor="FFF9DB")
_HEAD: Final = PatternFill("solid", fgColor="DDE6F0")
_LINE: Final = Side(style="thin", color="BBBBBB")
_BOX: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WIDTHS: Final = (44, 48, 60)
_MADE: Final = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def form(site: Site, language: Language) -> bytes:
    """The form of a site, as the bytes of an .xlsx file.

    Args:
        site: whose agencies, people, classes and policies are offered.
        language: of all that is to be read.
    """
    book = Workbook()
    book.properties.created = book.properties.modified = _MADE
    book.security = WorkbookProtection(lockStructure=True)
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one sheet
    first.title = REQUEST.by(language)
    lists = _Lists(book.create_sheet(LISTS.by(language)), site, language)
    _answers(first, lists, language)
    for table in TABLES:
        _table(book.create_sheet(table.title.by(language)), table, lists, language)
    _figures(book.create_sheet(FIGURES.by(language)), language)
    book.move_sheet(lists.sheet, len(TABLES) + 1)
    lists.sheet.sheet_state = "hidden"
    for sheet in book.worksheets:
        sheet.protection.sheet = True
        sheet.protection.formatColumns = False
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class _Lists:
    """The sheet of the lists, a column a list, and the drop-downs that show them.

    Args:
        sheet: the sheet.
        site: whose lists.
        language: of the words that are not the site's.
    """

    def __init__(self, sheet: Worksheet, site: Site, language: Language) -> None:
        self.sheet = sheet
        self._ranges: dict[str, str] = {}
        sheet[MARK] = mark(site.name)
        for column, source in enumerate(sources(), 1):
            offered = choices(site, source, language)
            for row, choice in enumerate(offered, 2):
                sheet.cell(row, column, choice.shown)
            letter = get_column_letter(column)
            self._ranges[source] = f"'{sheet.title}'!${letter}$2:${letter}${max(2, len(offered) + 1)}"

    def offer(self, sheet: Worksheet, source: Source, cells: str) -> None:
        """Give cells a drop-down."""
        # The site may know more by the time the form is read: what is not in the list is judged there.
        down = DataValidation(type="list", formula1=f"={self._ranges[source]}", allow_blank=True)
        down.showErrorMessage = True
        sheet.add_data_validation(down)
        down.add(cells)


def _answers(sheet: Worksheet, lists: _Lists, language: Language) -> None:
    _head(sheet, [words.by(language) for words in HEADS], TITLE.by(language), NOTE.by(language))
    for row, (door, one) in enumerate(rows(), FIRST_ROW):
        within = ("requests", 0) if door == "about" else ("requests", 0, "tenants", 0)
        needed = required_at((*within, *one.path.split("."))) and one.path not in FOLLOWS
        sheet.cell(row, 1, one.name.by(language) + (" *" if needed or one.path == "quota.class" else ""))
        sheet.cell(row, 3, one.help.by(language)).font = Font(italic=True, color="666666")
        sheet.cell(row, PATH, f"{door}:{one.path}")
        _open(sheet, row, VALUE)
        if one.source is not None:
            lists.offer(sheet, one.source, f"{get_column_letter(VALUE)}{row}")
    _widths(sheet)


def _table(sheet: Worksheet, table: Table, lists: _Lists, language: Language) -> None:
    heads = [
        one.name.by(language)
        + (" *" if required_at(("requests", 0, "tenants", 0, table.key, 0, one.path)) else "")
        for one in table.columns
    ]
    notes = "; ".join(f"{one.name.by(language)}: {one.help.by(language)}" for one in table.columns)
    _head(sheet, heads, table.title.by(language), notes)
    last = FIRST_ROW + table.rows - 1
    for column, one in enumerate(table.columns, 1):
        for row in range(FIRST_ROW, last + 1):
            _open(sheet, row, column)
        if one.source is not None:
            letter = get_column_letter(column)
            lists.offer(sheet, one.source, f"{letter}{FIRST_ROW}:{letter}{last}")
        sheet.column_dimensions[get_column_letter(column)].width = 32


def _figures(sheet: Worksheet, language: Language) -> None:
    note = Words(
        "Chỉ điền khi con số phải khác với gói hạn mức; để trống thì theo gói.",
        "Only where a figure must differ from the class's; empty is what the class says.",
    )
    heads = [HEADS[0].by(language), HEADS[1].by(language), ""]
    _head(sheet, heads, FIGURES.by(language), note.by(language))
    whole = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    whole.showErrorMessage = True
    sheet.add_data_validation(whole)
    for row, (path, words) in enumerate(figures(), FIRST_ROW):
        sheet.cell(row, 1, words.by(language))
        sheet.cell(row, PATH, f"tenant:{path}")
        _open(sheet, row, VALUE, text=False)
        whole.add(f"{get_column_letter(VALUE)}{row}")
    _widths(sheet)


def _head(sheet: Worksheet, heads: list[str], title: str, note: str) -> None:
    sheet["A1"] = title
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = note
    sheet["A2"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells("A2:C2")
    sheet.row_dimensions[2].height = 48
    for column, text in enumerate(heads, 1):
        cell = sheet.cell(FIRST_ROW - 1, column, text)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _BOX
    sheet.freeze_panes = f"A{FIRST_ROW}"


def _open(sheet: Worksheet, row: int, column: int, *, text: bool = True) -> None:
    """Make a cell one to be filled in; as text, so that no spreadsheet makes something else of it."""
    cell = sheet.cell(row, column)
    cell.fill, cell.border, cell.protection = _FILL, _BOX, Protection(locked=False)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text:
        cell.number_format = "@"


def _widths(sheet: Worksheet) -> None:
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.column_dimensions[get_column_letter(PATH)].hidden = True

"""The same rows for a spreadsheet, a browser, another program; and no cell is more than what it holds."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest

from gcloud.render.table import Table, as_csv, as_html, as_xlsx

TABLE = Table(
    "Sử dụng",
    ("Cơ quan", "Đã dùng", "Đơn giá"),
    (("Sở Nội vụ", 4, Decimal("120000.50")), ("=1+1", None, None), ("<b>&", 0, None)),
)


def test_csv_is_read_as_vietnamese_by_spreadsheets_and_runs_nothing():
    raw = as_csv([TABLE])
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[1] == ["Sở Nội vụ", "4", "120000.50"]
    assert rows[2] == ["'=1+1", "", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_text_of_a_user_begins_like_a_formula_in_csv(start):
    raw = as_csv([Table("x", ("a",), ((f"{start}cmd|' /C calc'!A0",),))])
    assert raw.decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


def test_a_workbook_has_a_sheet_a_table_with_filters_and_frozen_headings():
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx([TABLE])))["Sử dụng"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C4"
    assert [cell.value for cell in sheet[2]] == ["Sở Nội vụ", 4, 120000.5]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")


def test_html_shows_text_as_text():
    page = as_html("Sử dụng", [TABLE]).decode()
    assert "&lt;b&gt;&amp;" in page
    assert "<b>&" not in page
    assert '<td class="number">4</td>' in page

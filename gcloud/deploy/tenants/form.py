"""Reads a filled-in form as a wish whose parts know their cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gcloud.deploy.tenants.filling import REQUEST, TENANT, filled, value_of, wish_from
from gcloud.deploy.tenants.workbook import opened
from gcloud.model.errors import SiteInvalid
from gcloud.model.node import Node, Place
from gcloud.model.problem import Path as Way
from gcloud.model.problem import Position, Problem
from gcloud.model.shape import required_at
from gcloud.model.shown import shown
from gcloud.model.site import Site
from gcloud.render import form_layout as layout
from gcloud.render.tenant_choices import choices, meant
from gcloud.render.tenant_words import FOLLOWS, Field, Language

_ERROR, _FORMULA = "e", "f"
LANGUAGES: tuple[Language, ...] = ("vi", "en")


def read_form(path: Path, site: Site) -> tuple[Node, tuple[Problem, ...]]:
    """What a form asks for.

    Args:
        path: the .xlsx file.
        site: whose form it is.

    Returns:
        The wish, each part with its cell as its place, and what is wrong with single cells.

    Raises:
        SiteInvalid: it is no form of this site, or holds what a form must not hold.
        InputError: there is no such file.
    """
    book = opened(path)
    language = _language(path, book, site)
    reading = _Reading(path, site, language)
    reading.run(book)
    return reading.wish(), tuple(reading.problems)


def _language(path: Path, book: Workbook, site: Site) -> Language:
    """The language of a form that has all its sheets and the mark of this site."""

    def missing(language: Language) -> list[str]:
        return [name.by(language) for name in layout.SHEETS if name.by(language) not in book.sheetnames]

    language = min(LANGUAGES, key=lambda one: len(missing(one)))
    place, write = Position(str(path)), "take the form anew: `govcloud tenant form`"
    if lacking := missing(language):
        problems = [
            Problem.at(place, "form.sheet", f"the sheet {shown(name)} is missing", write) for name in lacking
        ]
        raise SiteInvalid(str(path), problems)
    found = book[layout.LISTS.by(language)][layout.MARK].value
    if found != layout.mark(site.name):
        what = f"it is no form of the site {site.name}, version {layout.VERSION}: {shown(found)}"
        raise SiteInvalid(str(path), [Problem.at(place, "form.site", what, write)])
    return language


@dataclass
class _Reading:
    """The cells of a form, one after the other."""

    path: Path
    site: Site
    language: Language
    about: list[tuple[str, Node]] = field(default_factory=list)
    tenant: list[tuple[str, Node]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    quota: Place = ("", 0, 0)

    def run(self, book: Workbook) -> None:
        """Read every sheet."""
        self._answers(book[layout.REQUEST.by(self.language)])
        for table in layout.TABLES:
            self._table(book[table.title.by(self.language)], table)
        self._figures(book[layout.FIGURES.by(self.language)])
        for name in layout.SHEETS:
            self._formulas(book[name.by(self.language)])

    def wish(self) -> Node:
        """What was asked for."""
        tenant, place = self.tenant, (str(self.path), 0, 0)
        if not any(path.startswith("quota.") for path, _ in tenant):
            tenant = [*tenant, ("quota", Node(self.quota, {}))]
        return wish_from(self.about, tenant, place)

    def _answers(self, sheet: Worksheet) -> None:
        fields = {f"{door}:{one.path}": (door, one) for door, one in layout.rows()}
        services: list[Node] = []
        for cell, key in _rows(sheet):
            if key not in fields:
                continue
            door, one = fields.pop(key)
            within, into = (REQUEST, self.about) if door == "about" else (TENANT, self.tenant)
            if one.path == "quota.class":
                self.quota = self._place(sheet, cell)
            value = self._value(sheet, cell, within, one)
            if one.path.startswith("services."):
                if value is not None and value.text == "true":
                    word = one.path.partition(".")[2]
                    services.append(Node(value.place, word, text=word))
                continue
            if value is not None:
                into.append((one.path, value))
            elif required_at((*within, *one.path.split("."))) and one.path not in FOLLOWS:
                into.append((one.path, Node(self._place(sheet, cell))))
        if services:
            self.tenant.append(("services", Node(services[0].place, services)))
        for _, one in fields.values():
            what = f"the row {shown(one.name.by(self.language))} is missing"
            self._problem(sheet, None, "form.row", what, "take the form anew: `govcloud tenant form`")

    def _table(self, sheet: Worksheet, table: layout.Table) -> None:
        entries: list[Node] = []
        within: Way = (*TENANT, table.key, 0)
        for row in sheet.iter_rows(min_row=layout.FIRST_ROW, max_col=len(table.columns)):
            cells = [cell for cell in row if isinstance(cell, Cell)]
            if all(_empty(cell) for cell in cells):
                continue
            entry: list[tuple[str, Node]] = []
            for cell, one in zip(cells, table.columns, strict=True):
                value = self._value(sheet, cell, within, one)
                if value is not None:
                    entry.append((one.path, value))
                elif required_at((*within, one.path)):
                    entry.append((one.path, Node(self._place(sheet, cell))))
            entries.append(filled(entry, self._place(sheet, cells[0])))
        if entries:
            self.tenant.append((table.key, Node(entries[0].place, entries)))

    def _figures(self, sheet: Worksheet) -> None:
        known = {f"tenant:{path}": path for path, _ in layout.figures()}
        for cell, key in _rows(sheet):
            if key in known and not _empty(cell):
                text = _text(cell)
                self.tenant.append((known[key], value_of(TENANT, known[key], text, self._place(sheet, cell))))

    def _value(self, sheet: Worksheet, cell: Cell, within: Way, one: Field) -> Node | None:
        """What a cell says; None where it says nothing, or what can't be meant."""
        if _empty(cell) or cell.data_type in {_FORMULA, _ERROR}:
            return None
        text, place = _text(cell), self._place(sheet, cell)
        if one.source is not None:
            picked = meant(text, choices(self.site, one.source, self.language))
            if picked is None:
                what = f"{shown(text)} is none of the choices for {shown(one.name.by(self.language))}"
                self._problem(sheet, cell, "value.choice", what, "choose from the list")
            # What can't be meant stands as it is, so that nobody is told that nothing was written.
            text = picked or text
        return value_of(within, one.path, text, place)

    def _formulas(self, sheet: Worksheet) -> None:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and cell.data_type == _FORMULA:
                    what = f"a formula stands here: {shown(str(cell.value))}"
                    self._problem(sheet, cell, "form.formula", what, "write the value itself")
                elif isinstance(cell, Cell) and cell.data_type == _ERROR:
                    what = f"the cell holds the error {cell.value}"
                    self._problem(sheet, cell, "form.formula", what, "write the value itself")

    def _problem(self, sheet: Worksheet, cell: Cell | None, rule: str, what: str, instead: str) -> None:
        self.problems.append(Problem.at(Position(*self._place(sheet, cell)), rule, what, instead))

    def _place(self, sheet: Worksheet, cell: Cell | None) -> Place:
        row, column = (cell.row, cell.column) if cell is not None else (0, 0)
        return (f"{self.path}[{sheet.title}]", row, column)


def _rows(sheet: Worksheet) -> Iterator[tuple[Cell, str]]:
    """The cells to be filled in, each with the field that it is about."""
    for row in sheet.iter_rows(min_row=layout.FIRST_ROW, max_col=layout.PATH):
        cell, key = row[layout.VALUE - 1], row[layout.PATH - 1].value
        if isinstance(cell, Cell) and isinstance(key, str):
            yield cell, key


def _empty(cell: Cell) -> bool:
    return cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())


def _text(cell: Cell) -> str:
    """A cell's value as it would be typed: days as days, whole numbers without a fraction."""
    match cell.value:
        case bool(truth):
            return str(truth).lower()
        case datetime() as moment:
            return moment.date().isoformat()
        case date() as day:
            return day.isoformat()
        case float(number) if number.is_integer():
            return str(int(number))
        case other:
            return str(other).strip()

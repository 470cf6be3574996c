"""Tables for people, on a terminal."""

from collections.abc import Iterable, Sequence

from gcloud.cli.surface import Surface


def show_table(surface: Surface, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows as a table; nothing where there are none, or in the JSON form.

    Args:
        surface: the command's surface.
        columns: the headings.
        rows: a text a column; none of them is markup.
    """
    rows = list(rows)
    if surface.json or not rows:
        return
    from rich import box  # noqa: PLC0415 - costs 0.1 s, which the JSON form need not wait for
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(*columns, box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    surface.console().print(table)

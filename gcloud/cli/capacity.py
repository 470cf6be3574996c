"""``govcloud capacity``: how full is the province?"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.output_file import table_option, write_tables
from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.cli.words import count
from gcloud.errors import ExitCode
from gcloud.model.load import load_with_positions
from gcloud.plan.tenants.capacity import Fill, capacity
from gcloud.plan.tenants.ground import ground
from gcloud.render.table import Table

_WORDS = {"vcpus": "vCPU", "ram_mb": "memory, MiB", "floating_ips": "external addresses"}
_VIETNAMESE = {"vcpus": "vCPU", "ram_mb": "Bộ nhớ, MiB", "floating_ips": "Địa chỉ ngoài"}


@click.command(
    "capacity",
    epilog=example("govcloud capacity examples/ha-tinh", "govcloud capacity examples/ha-tinh --to full.xlsx"),
)
@site_argument
@table_option
@common
def capacity_(surface: Surface, site: Path, to: Path | None) -> int:
    """Show how full the province is: what is promised, against what the machines hold.

    Needs no cloud: quotas are promises, so all of a quota counts whether it is used
    or not, and so do the data centre's own servers. Exit code 6 where more is
    promised than there is.
    """
    loaded = load_with_positions(site)
    fills = capacity(ground(loaded.site))
    warn = loaded.site.tenancy.warn_share
    if to is not None:
        write_tables(to, f"Năng lực hạ tầng: {loaded.site.name}", [_table(fills)])
    show_table(
        surface,
        ("Pool", "Levels", "What", "There", "Data centre", "Tenants", "Free", "Promised"),
        [_row(fill, warn) for fill in fills],
    )
    beyond = sum(fill.free < 0 for fill in fills)
    if not fills:
        surface.text("No machines are declared: write the section capacity.", bold=True)
    elif beyond:
        surface.text(f"More is promised than there is in {count(beyond, 'line')}.", fg="red", bold=True)
    else:
        full = sum(fill.share >= warn for fill in fills)
        surface.text(f"All fits; {count(full, 'line')} at {warn} % or more.", bold=True)
    return surface.finish(
        {"site": str(site), "lines": [_json(fill) for fill in fills], "file": str(to) if to else None},
        ExitCode.FINDINGS if beyond else ExitCode.OK,
    )


def _what(fill: Fill) -> str:
    return f"{fill.volume_type}, GiB" if fill.what == "gigabytes" else _WORDS[fill.what]


def _levels(fill: Fill) -> str:
    return ", ".join(map(str, fill.levels))


def _row(fill: Fill, warn: int) -> tuple[str, ...]:
    mark = " beyond" if fill.free < 0 else " !" if fill.share >= warn else ""
    figures = (fill.there, fill.datacenter, fill.tenants, fill.free)
    return (fill.pool, _levels(fill), _what(fill), *map(str, figures), f"{fill.share} %{mark}")


def _json(fill: Fill) -> dict[str, Any]:
    return {
        "cloud": fill.cloud,
        "pool": fill.pool,
        "levels": list(fill.levels),
        "what": fill.what,
        "volume_type": fill.volume_type or None,
        "there": fill.there,
        "datacenter": fill.datacenter,
        "tenants": fill.tenants,
        "free": fill.free,
        "percent": fill.share,
    }


def _table(fills: Sequence[Fill]) -> Table:
    return Table(
        "Năng lực hạ tầng",
        ("Cụm máy chủ", "Cấp độ", "Tài nguyên", "Có", "Trung tâm dữ liệu", "Đã cấp", "Còn lại", "Tỷ lệ %"),
        tuple(
            (
                fill.pool,
                _levels(fill),
                _VIETNAMESE.get(fill.what, f"{fill.volume_type}, GiB"),
                fill.there,
                fill.datacenter,
                fill.tenants,
                fill.free,
                fill.share,
            )
            for fill in fills
        ),
    )

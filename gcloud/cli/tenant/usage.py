"""``govcloud tenant usage``: how full the tenants are, what lies idle, what could be asked back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.output_file import table_option, write_tables
from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.cli.tenant.observed import observed
from gcloud.cli.words import count
from gcloud.deploy.examine import usable
from gcloud.deploy.tenants.observations import past
from gcloud.errors import ExitCode
from gcloud.plan.tenants.build import tenant_plans
from gcloud.plan.tenants.consumption import Line, Reclaimable, consumption, reclaimable
from gcloud.plan.tenants.observation import Observation
from gcloud.render.table import Table

LOOKED_FOR = 90
"""Days over which a tenant must have been observed before something is asked back."""


@click.command(
    epilog=example(
        "govcloud tenant usage examples/ha-tinh",
        "govcloud tenant usage examples/ha-tinh --to usage.xlsx",
    )
)
@site_argument
@click.option("--all", "everything", is_flag=True, help="Every key, not only those that run full.")
@table_option
@common
def usage(surface: Surface, site: Path, to: Path | None, *, everything: bool) -> int:
    """Show what the tenants use of what they were granted.

    Looks at the clouds by a number of calls that doesn't grow with the number of
    tenants, and keeps what was seen beside the site: trends and the challenge of new
    requests rest on it. Exit code 7 if something could not be seen.
    """
    loaded = usable(site)
    before = past(site)
    now = observed(surface, loaded)
    plans = tenant_plans(loaded)
    lines = tuple(consumption(plans, now, before[-1] if before else None, loaded.site.tenancy.warn_share))
    spare = tuple(reclaimable(lines, (*before, now), LOOKED_FOR))
    shown = lines if everything else tuple(line for line in lines if line.state != "ok")
    if to is not None:
        write_tables(to, f"Sử dụng tài nguyên: {loaded.site.name}", _tables(lines, spare, now))
    _show(surface, shown, spare, now)
    unseen = bool(now.unseen) or any(line.state == "unseen" for line in lines)
    return surface.finish(
        {"site": str(site), **_json(lines, spare, now), "file": str(to) if to else None},
        ExitCode.INCOMPLETE if unseen else ExitCode.OK,
    )


def _show(surface: Surface, lines: Sequence[Line], spare: Sequence[Reclaimable], now: Observation) -> None:
    if lines:
        rows = [
            (
                line.tenant,
                f"{line.service}.{line.key}",
                _text(line.used),
                str(line.limit),
                _share(line),
                line.state,
            )
            for line in lines
        ]
        show_table(surface, ("Tenant", "Key", "Used", "Quota", "Share", ""), rows)
    idle = [(tenant, one) for tenant, ones in now.idle.items() for one in ones]
    if idle:
        show_table(
            surface, ("Idle at", "What", "Name", "Why"), [(t, one.kind, one.name, one.why) for t, one in idle]
        )
    for what, why in now.unseen.items():
        surface.text(f"Not seen: {what}: {why}", fg="red")
    warned = sum(line.state in {"warn", "full"} for line in lines)
    surface.text(
        f"{count(len(now.used), 'tenant')} looked at: {count(warned, 'key')} near the end, "
        f"{count(len(idle), 'object')} idle, {count(len(spare), 'quota')} larger than ever needed.",
        bold=True,
    )


def _tables(lines: Sequence[Line], spare: Sequence[Reclaimable], now: Observation) -> list[Table]:
    return [
        Table(
            "Sử dụng",
            (
                "Tài nguyên",
                "Cơ quan",
                "Dịch vụ",
                "Hạn mức",
                "Đã dùng",
                "Được cấp",
                "Tỷ lệ %",
                "Thay đổi",
                "Trạng thái",
            ),
            tuple(
                (
                    line.tenant,
                    line.agency,
                    line.service,
                    line.key,
                    line.used,
                    line.limit,
                    None if line.percent is None else round(line.percent, 1),
                    line.change,
                    _STATES[line.state],
                )
                for line in lines
            ),
        ),
        Table(
            "Không sử dụng",
            ("Tài nguyên", "Loại", "Tên", "Mã", "Từ ngày", "Kích thước"),
            tuple(
                (
                    tenant,
                    one.kind,
                    one.name,
                    one.id,
                    one.since.date().isoformat() if one.since else None,
                    one.size,
                )
                for tenant, ones in now.idle.items()
                for one in ones
            ),
        ),
        Table(
            "Có thể thu hồi",
            (
                "Tài nguyên",
                "Dịch vụ",
                "Hạn mức",
                "Được cấp",
                "Cao nhất",
                "Có thể thu hồi",
                "Số ngày theo dõi",
            ),
            tuple(
                (
                    one.line.tenant,
                    one.line.service,
                    one.line.key,
                    one.line.limit,
                    one.peak,
                    one.spare,
                    one.days,
                )
                for one in spare
            ),
        ),
    ]


_STATES = {"ok": "bình thường", "warn": "sắp hết", "full": "đã hết", "unseen": "không xem được"}


def _json(lines: Sequence[Line], spare: Sequence[Reclaimable], now: Observation) -> dict[str, Any]:
    told = now.to_json()
    return {
        "at": told["at"],
        "lines": [
            {
                "tenant": line.tenant,
                "agency": line.agency,
                "service": line.service,
                "key": line.key,
                "used": line.used,
                "limit": line.limit,
                "percent": line.percent,
                "change": line.change,
                "state": line.state,
            }
            for line in lines
        ],
        "idle": told["idle"],
        "reclaimable": [
            {
                "tenant": one.line.tenant,
                "service": one.line.service,
                "key": one.line.key,
                "limit": one.line.limit,
                "peak": one.peak,
                "spare": one.spare,
                "days": one.days,
            }
            for one in spare
        ],
        "unseen": told["unseen"],
    }


def _text(number: int | None) -> str:
    return "?" if number is None else str(number)


def _share(line: Line) -> str:
    return "" if line.percent is None else f"{line.percent:.0f} %"

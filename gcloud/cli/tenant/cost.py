"""``govcloud tenant cost``: what tenants cost by the declared prices."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.output_file import table_option, write_tables
from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.cli.tenant.observed import observed
from gcloud.cli.words import count
from gcloud.deploy.examine import usable
from gcloud.errors import ExitCode, InputError
from gcloud.plan.tenants.build import tenant_plans
from gcloud.plan.tenants.chargeback import Charge, charges
from gcloud.render.table import Table


@click.command(
    epilog=example(
        "govcloud tenant cost examples/ha-tinh", "govcloud tenant cost examples/ha-tinh --to cost.xlsx"
    )
)
@site_argument
@table_option
@common
def cost(surface: Surface, site: Path, to: Path | None) -> int:
    """Reckon what tenants cost in a month in which they use what they use now.

    By the prices that the site declares, for what is used and for what is granted.
    Exit code 7 if something could not be seen.
    """
    loaded = usable(site)
    if not loaded.site.prices:
        raise InputError(
            f"The site {loaded.site.name} declares no prices.",
            hint="Write a section prices: (docs/reference/site.md).",
        )
    now = observed(surface, loaded)
    budgets = {tenant.name: tenant.budget for tenant in loaded.site.tenants}
    found = tuple(charges(tenant_plans(loaded), budgets, loaded.site.prices, now))
    if to is not None:
        write_tables(to, f"Chi phí hằng tháng: {loaded.site.name}", [_table(found)])
    _show(surface, found)
    return surface.finish(
        {
            "site": str(site),
            "at": now.to_json()["at"],
            "charges": [_json(one) for one in found],
            "file": str(to) if to else None,
        },
        ExitCode.INCOMPLETE if any(one.used is None for one in found) else ExitCode.OK,
    )


def _show(surface: Surface, found: Sequence[Charge]) -> None:
    rows = [
        (
            one.tenant,
            one.price.name,
            "?" if one.used is None else f"{one.used:.2f}",
            "?" if one.by_use is None else f"{one.by_use:,}",
            f"{one.by_grant:,}",
            one.price.currency,
        )
        for one in found
    ]
    if rows:
        show_table(surface, ("Tenant", "Price", "Used", "By use", "By grant", ""), rows)
    for currency in sorted({one.price.currency for one in found}):
        of_it = [one for one in found if one.price.currency == currency]
        by_use = sum((one.by_use or Decimal(0) for one in of_it), Decimal(0))
        by_grant = sum((one.by_grant for one in of_it), Decimal(0))
        surface.text(f"A month: {by_use:,} {currency} by use, {by_grant:,} {currency} by grant.", bold=True)
    unseen = sum(one.used is None for one in found)
    if unseen:
        surface.text(f"{count(unseen, 'line')} not in the sum by use: not seen.", fg="red")


def _table(found: Sequence[Charge]) -> Table:
    return Table(
        "Chi phí",
        (
            "Tài nguyên",
            "Cơ quan",
            "Dòng ngân sách",
            "Khoản",
            "Đơn giá",
            "Tiền tệ",
            "Đã dùng",
            "Được cấp",
            "Theo sử dụng",
            "Theo cấp phát",
        ),
        tuple(
            (
                one.tenant,
                one.agency,
                one.budget,
                one.price.name,
                one.price.monthly,
                one.price.currency,
                one.used,
                one.granted,
                one.by_use,
                one.by_grant,
            )
            for one in found
        ),
    )


def _json(one: Charge) -> dict[str, object]:
    return {
        "tenant": one.tenant,
        "agency": one.agency,
        "budget": one.budget,
        "price": one.price.name,
        "monthly": one.price.monthly,
        "currency": one.price.currency,
        "used": None if one.used is None else str(one.used),
        "granted": str(one.granted),
        "by_use": None if one.by_use is None else str(one.by_use),
        "by_grant": str(one.by_grant),
    }

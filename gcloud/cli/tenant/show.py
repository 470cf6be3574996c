"""``govcloud tenant show``: one tenant or one request, whole."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.lines import request_json
from gcloud.errors import InputError
from gcloud.model.base import plain
from gcloud.model.load import load
from gcloud.model.near import suggest
from gcloud.model.site import Site
from gcloud.model.tenants.request import Request
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.plan.tenants.register import Entry, of_tenant, register
from gcloud.render.yaml_text import yaml_text


@click.command(
    epilog=example(
        "govcloud tenant show examples/ha-tinh interior-documents",
        "govcloud tenant show examples/ha-tinh r-2026-0001",
    )
)
@site_argument
@click.argument("name", metavar="NAME")
@common
def show(surface: Surface, site: Path, name: str) -> int:
    """Show a tenant or a request as it stands in the site's files, and what was decided."""
    found = _found(load(site), name)
    value = plain(found[0])
    surface.text(yaml_text(value).rstrip())
    for entry in found[1]:
        surface.text(_line(entry), dim=entry.approval is None)
    kind = "tenant" if isinstance(found[0], GrantedTenant) else "request"
    return surface.finish(
        {
            "site": str(site),
            "kind": kind,
            "value": value,
            "requests": [request_json(entry) for entry in found[1]],
        }
    )


def _found(site: Site, name: str) -> tuple[GrantedTenant | Request, tuple[Entry, ...]]:
    for tenant in site.tenants:
        if tenant.name == name:
            return tenant, of_tenant(site, name)
    for entry in register(site):
        if entry.request.name == name:
            return entry.request, (entry,)
    known = {*(one.name for one in site.tenants), *(one.name for one in site.requests)}
    raise InputError(
        f"There is no tenant and no request {name}.", hint=suggest(name, known, "See `govcloud tenant list`.")
    )


def _line(entry: Entry) -> str:
    request, approval = entry.request, entry.approval
    decided = f", {entry.status} by {approval.by} on {approval.on:%Y-%m-%d}" if approval else ", waiting"
    return (
        f"# {request.name}: {request.kind.value}, asked by {request.requester} on {request.made_on}{decided}"
    )

"""What a request changes of its tenants, as people read it and as machines do."""

from collections.abc import Sequence

from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.deploy.tenants.proposal import Present
from gcloud.model.tenants.request import Request, RequestKind
from gcloud.plan.tenants.difference import Difference, differences


def show_changes(surface: Surface, site: Present, request: Request) -> None:
    """Write what a request changes, tenant by tenant.

    Args:
        surface: the command's surface.
        site: the site as it is.
        request: the request.
    """
    for name, changes in _changes(site, request):
        surface.text(f"{request.kind.value} {name}: {count(len(changes), 'field')}", bold=True)
        for one in changes:
            old, new = ("" if text is None else text for text in (one.old, one.new))
            sign, color = (
                ("+", "green") if one.old is None else ("-", "red") if one.new is None else ("~", "yellow")
            )
            arrow = f"{old} → {new}" if old and new else old or new
            surface.text(f"  {surface.styled(sign, fg=color)} {one.path}: {arrow}")


def changes_json(site: Present, request: Request) -> list[dict[str, object]]:
    """What a request changes, in its JSON form (docs/schema/output.schema.json).

    Args:
        site: the site as it is.
        request: the request.
    """
    return [
        {"tenant": name, "fields": [{"path": one.path, "old": one.old, "new": one.new} for one in changes]}
        for name, changes in _changes(site, request)
    ]


def _changes(site: Present, request: Request) -> Sequence[tuple[str, tuple[Difference, ...]]]:
    present = {one.name: one for one in site.loaded.site.tenants}
    creates = request.kind is RequestKind.CREATE
    return [
        (one.name, differences(None if creates else present.get(one.name), one)) for one in request.tenants
    ]

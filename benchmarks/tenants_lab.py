"""Tenants on a real cloud: made, left alone, changed, looked at, lost and made again from the same files."""

import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from benchmarks import cloud, province
from benchmarks.commands import Figure, measured, point_at_lab
from gcloud.cloud.connect import connect
from gcloud.cloud.tenants.purge import purge

AT_ONCE: Final = 4
BESIDES: Final = ("key-manager", "dns", "load-balancer")
MOST: Final = 10_000
"""Objects of one tenant that are removed at the end; there are a few dozen."""


def on_the_lab(tenants: int) -> Iterator[Figure]:
    """Measure the life of tenants; whatever happens, nothing is left.

    Args:
        tenants: how many there are.
    """
    point_at_lab()
    name = f"bench-{secrets.token_hex(2)}"
    try:
        with tempfile.TemporaryDirectory(prefix="govcloud-bench-") as folder:
            yield from _life(Path(folder) / "site", name, tenants)
    finally:
        emptied(f"{name}-")


def _life(site: Path, name: str, tenants: int) -> Iterator[Figure]:
    province.write(site, tenants, name=name, cloud=os.environ["OS_CLOUD"])
    measured("allot", tenants, "allot", str(site))
    up = ("up", str(site), "--stack", "tenants", "--engine", "embedded", "--yes")
    yield measured("lab: first up", tenants, *up)
    yield measured("lab: nothing changed", tenants, *up)
    for file, text in province.files(name, tenants // 2, changed=True):
        (site / file).write_text(text, encoding="utf-8")
    yield measured("lab: one changed", tenants, *up)
    yield measured("lab: verified", tenants, *up, "--verify")
    emptied(f"{name}-")
    yield measured("lab: cloud emptied, up", tenants, *up, "--verify", "--max-deletes", str(MOST))


def emptied(prefix: str) -> int:
    """Remove every tenant whose name begins so, with its people; gives how many projects there were."""
    connection = connect(os.environ["OS_CLOUD"])
    projects = cloud.projects(prefix)

    def remove(project: Any) -> None:  # noqa: ANN401 - openstacksdk carries no types
        # What tenants here never ask for need not be looked for.
        purge(connection, project.id, max_deletes=MOST, besides=BESIDES)
        connection.identity.delete_project(project)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(remove, projects))
    _each(connection.network.qos_policies(), prefix, connection.network.delete_qos_policy)
    _each(connection.identity.groups(), prefix, connection.identity.delete_group)
    _each(connection.identity.users(), prefix, connection.identity.delete_user)
    connection.close()
    return len(projects)


def _each(found: Iterable[Any], prefix: str, delete: Callable[..., Any]) -> None:
    for one in list(found):
        # An account is called MEMBER.TENANT, everything else begins with the tenant's name.
        if one.name.startswith(prefix) or f".{prefix}" in one.name:
            delete(one, ignore_missing=True)

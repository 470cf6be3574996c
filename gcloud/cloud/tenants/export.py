"""What describes a tenant's project, kept as files before the project goes.

One JSON file a kind with every object as the API told it, and a manifest with the
hash of each file, so that years later one can tell what there was and that nobody has
changed it since. What may hold secrets of the agency is left out: servers' user
data, and the key manager's payloads.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import openstack

from gcloud.cloud import rest
from gcloud.cloud.tenants.holdings import holdings
from gcloud.cloud.tenants.kinds import Json

FORM: Final = 1
"""Version of the files' form."""

MANIFEST: Final = "manifest.json"

LEFT_OUT: Final = ("OS-EXT-SRV-ATTR:user_data",)
"""Properties that may hold passwords."""


@dataclass(frozen=True, slots=True)
class Export:
    """What was kept.

    Attributes:
        digest: the hash of the manifest, which has the hash of every file.
        objects: how many objects are described.
    """

    digest: str
    objects: int


def export(
    connection: openstack.connection.Connection,
    project: str,
    users: Collection[str],
    folder: Path,
    about: Mapping[str, Any],
) -> Export:
    """Write what describes a project.

    Args:
        connection: to the cloud, as an administrator.
        project: its id.
        users: ids of users that are the project's alone.
        folder: where the files shall be; what is there of an earlier export is replaced.
        about: what the manifest says beside: site, tenant, request, day, backups.
    """
    found = holdings(connection, project, users)
    kinds: dict[str, list[Json]] = {}
    for one in found.objects:
        raw = {key: value for key, value in one.raw.items() if key not in LEFT_OUT}
        kinds.setdefault(one.deletion.kind.name, []).append(raw)
    kinds["project"] = [_project(connection, project)]
    kinds["role-assignments"] = _assignments(connection, project)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = {f"{name}.json": _text(objects) for name, objects in sorted(kinds.items())}
    # No backup holds a system disk that is no volume.
    bare = [server["name"] for server in kinds.get("servers", []) if server.get("image")]
    manifest = _text(
        {
            "version": FORM,
            **about,
            "project_id": project,
            "left_out": list(LEFT_OUT),
            "unseen": [error.message for error in found.unseen],
            "system_disks_not_in_volumes": bare,
            "files": {
                name: {"sha256": _digest(text), "objects": len(kinds[name.removesuffix(".json")])}
                for name, text in files.items()
            },
        }
    )
    for name, text in {**files, MANIFEST: manifest}.items():
        _write(folder / name, text)
    return Export(_digest(manifest), len(found.objects))


def altered(folder: Path) -> tuple[str, ...]:
    """Name the files of an export that are not what its manifest says; none if all are.

    Args:
        folder: where the export is.
    """
    said = json.loads((folder / MANIFEST).read_bytes())["files"]
    return tuple(
        name
        for name, facts in said.items()
        if not (folder / name).is_file() or _digest((folder / name).read_bytes()) != facts["sha256"]
    )


def _project(connection: openstack.connection.Connection, project: str) -> Json:
    answer = rest.call(connection.identity, "GET", f"/projects/{project}", doing=f"reading project {project}")
    return dict(answer["project"])


def _assignments(connection: openstack.connection.Connection, project: str) -> list[Json]:
    answer = rest.call(
        connection.identity,
        "GET",
        "/role_assignments",
        doing=f"reading who may work in project {project}",
        params={"scope.project.id": project, "include_names": "true"},
    )
    return list(answer["role_assignments"])


def _text(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _write(path: Path, text: bytes) -> None:
    # Whoever reads an export finds whole files, whenever we were killed.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)

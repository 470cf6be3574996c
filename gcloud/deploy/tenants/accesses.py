"""Who was given access to a tenant, and what was taken: one file an event, never a secret.

Beside the site's states, in its folder of what is no part of it; what was approved stands
in the site itself (`gcloud.plan.tenants.history`).
"""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from gcloud.deploy import circumstances, keeping
from gcloud.deploy.location import LOCAL_FOLDER
from gcloud.errors import InputError

FOLDER: Final = "accesses"

AccessKind = Literal["handed over", "credential made", "credential taken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One event.

    Attributes:
        tenant: the tenant.
        kind: what was done.
        to: the member who got the account, or the credential's name.
        until: when a credential ends, ISO 8601; empty for an account.
        on: when, UTC, ISO 8601.
        by: the user who ran the command, and on which machine, USER@HOST.
        commit: the site folder's git commit; empty if it is in no repository.
    """

    tenant: str
    kind: AccessKind
    to: str
    until: str = ""
    on: str
    by: str
    commit: str


def keep(
    site: Path, tenant: str, kind: AccessKind, to: str, *, now: datetime, until: datetime | None = None
) -> Path:
    """Write an event down.

    Args:
        site: the site's folder.
        tenant: the tenant.
        kind: what was done.
        to: the member, or the credential's name.
        now: UTC.
        until: when a credential ends.

    Returns:
        Its file.

    Raises:
        InputError: the site's folder can't be written.
        StateWriteError: nor this file.
    """
    facts = circumstances.who(site)
    event = Access(
        tenant=tenant,
        kind=kind,
        to=to,
        until=until.isoformat(timespec="seconds") if until else "",
        on=now.astimezone(UTC).isoformat(timespec="seconds"),
        by=f"{facts[circumstances.USER]}@{facts[circumstances.HOST]}",
        commit=facts.get(circumstances.HEAD, ""),
    )
    # Two events of one second, such as credentials that are taken together, are two files.
    name = f"{FOLDER}/{tenant}/{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}.json"
    content = json.dumps(asdict(event), ensure_ascii=False, indent=1) + "\n"
    return keeping.keep(site, name, content.encode())


def kept(site: Path, tenant: str | None = None) -> tuple[Access, ...]:
    """Read what was written down, oldest first.

    Args:
        site: the site's folder.
        tenant: only this one's.

    Raises:
        InputError: a file is damaged.
    """
    found = []
    for file in sorted((site / LOCAL_FOLDER / FOLDER).glob(f"{tenant or '*'}/*.json")):
        try:
            found.append(Access(**json.loads(file.read_text(encoding="utf-8"))))
        except (ValueError, TypeError) as error:
            raise InputError(f"{file} is damaged: {error}.", hint="Remove it, or bring it back.") from error
    return tuple(sorted(found, key=lambda one: (one.on, one.tenant, one.to)))

"""What tenants used at one moment: kept as a file, so that trends have a past.

Figures only, no names of people and no addresses. What could not be seen is said,
so that nothing missing is taken for nothing used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from gcloud.model.numbers import instant_text

FORM: Final = 1
"""Version of the files' form."""


@dataclass(frozen=True, slots=True)
class Idle:
    """Something that costs and serves nobody.

    Attributes:
        kind: server, volume, floating-ip, snapshot, port, image.
        id: its id.
        name: how its owner calls it.
        why: what makes it idle.
        since: since when at least; None if the cloud doesn't tell.
        size: GiB, MiB of memory, or 1: what would be had back.
    """

    kind: str
    id: str
    name: str
    why: str
    since: datetime | None
    size: int


@dataclass(frozen=True, slots=True)
class Observation:
    """What tenants used.

    Attributes:
        at: when it was looked.
        used: tenant → `service.key` → how much; what isn't there was not used.
        idle: tenant → what lies idle.
        unseen: services and kinds that could not be seen, each with its reason.
    """

    at: datetime
    used: Mapping[str, Mapping[str, int]]
    idle: Mapping[str, tuple[Idle, ...]] = field(default_factory=dict)
    unseen: Mapping[str, str] = field(default_factory=dict)

    def of(self, tenant: str, service: str, key: str) -> int | None:
        """How much a tenant used; None if that could not be seen.

        Args:
            tenant: its name.
            service: compute, network, volume, load-balancer, dns, key-manager.
            key: the quota's key.
        """
        if service in self.unseen or f"{service}.{key}" in self.unseen or tenant not in self.used:
            return None
        return self.used[tenant].get(f"{service}.{key}", 0)

    def to_json(self) -> dict[str, Any]:
        """The form in which it is kept."""
        return {
            "form": FORM,
            "at": instant_text(self.at),
            "used": {tenant: dict(sorted(used.items())) for tenant, used in sorted(self.used.items())},
            "idle": {
                tenant: [
                    {
                        "kind": one.kind,
                        "id": one.id,
                        "name": one.name,
                        "why": one.why,
                        "since": instant_text(one.since) if one.since else None,
                        "size": one.size,
                    }
                    for one in idle
                ]
                for tenant, idle in sorted(self.idle.items())
            },
            "unseen": dict(sorted(self.unseen.items())),
        }

    @classmethod
    def from_json(cls, kept: object) -> "Observation":
        """Read what `to_json` gave.

        Raises:
            ValueError: it is something else.
        """
        if not isinstance(kept, Mapping) or kept.get("form") != FORM:
            raise ValueError("it is no observation")
        try:
            return cls(
                at=datetime.fromisoformat(kept["at"]),
                used={tenant: dict(used) for tenant, used in kept["used"].items()},
                idle={tenant: tuple(_idle(one) for one in idle) for tenant, idle in kept["idle"].items()},
                unseen=dict(kept["unseen"]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(str(error)) from error


def _idle(kept: Mapping[str, Any]) -> Idle:
    since = datetime.fromisoformat(kept["since"]) if kept["since"] else None
    return Idle(kept["kind"], kept["id"], kept["name"], kept["why"], since, kept["size"])

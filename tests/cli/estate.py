"""A state for the commands that work on states: a zone, a net and a port in it, a key with a secret."""

from pathlib import Path

from gcloud.engine.state import secrets
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.store import StackStore
from gcloud.engine.state.urn import make, root
from gcloud.engine.values import Secret

PASSPHRASE = "a passphrase for tests"
STACK = ("datacenter", "ha-tinh")
PLANTED = "planted-private-key"

_project, _stack = STACK
ROOT = ResourceState(urn=root(_stack, _project), type="pulumi:pulumi:Stack", custom=False)


def _urn(type_: str, name: str, parent: str | None = None) -> str:
    return make(_stack, _project, type_, name, parent)


PROVIDER = ResourceState(
    urn=_urn("pulumi:providers:openstack", "main"), type="pulumi:providers:openstack", id="p-1"
)
_common = {"provider": f"{PROVIDER.urn}::p-1"}
ZONE = ResourceState(urn=_urn("gov:zone:Zone", "web"), type="gov:zone:Zone", custom=False, parent=ROOT.urn)
NET = ResourceState(
    urn=_urn("openstack:networking/network:Network", "front", ZONE.urn),
    type="openstack:networking/network:Network",
    id="net-1",
    parent=ZONE.urn,
    inputs={"name": "front"},
    outputs={"name": "front", "mtu": 1442},
    **_common,
)
PORT = ResourceState(
    urn=_urn("openstack:networking/port:Port", "front", ZONE.urn),
    type="openstack:networking/port:Port",
    id="port-1",
    parent=ZONE.urn,
    dependencies=(NET.urn,),
    property_dependencies={"networkId": (NET.urn,)},
    **_common,
)
KEY = ResourceState(
    urn=_urn("openstack:compute/keypair:Keypair", "ops"),
    type="openstack:compute/keypair:Keypair",
    id="key-1",
    parent=ROOT.urn,
    inputs={"name": "ops"},
    outputs={"privateKey": Secret(PLANTED)},
    protect=True,
    **_common,
)
ESTATE = (ROOT, PROVIDER, ZONE, NET, PORT, KEY)


def passphrase_known(monkeypatch) -> None:
    """Set the passphrase in the environment, derived from quickly, and let the state be the site's own."""
    monkeypatch.setattr(secrets, "ITERATIONS", 10)
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("PULUMI_BACKEND_URL", raising=False)


def opened(site: Path, stack: str = _stack) -> StackStore:
    """The state of a site's stack, held."""
    return StackStore.open(site / ".govcloud" / "state", _project, stack, PASSPHRASE)


def saved(site: Path, states=ESTATE) -> Path:
    """Write the estate as a site's state; its checkpoint's path."""
    with opened(site) as store:
        store.save(states)
    return site / ".govcloud" / "state" / ".pulumi" / "stacks" / _project / f"{_stack}.json"


def held(site: Path, stack: str = _stack) -> tuple[ResourceState, ...]:
    """What a site's state holds."""
    with opened(site, stack) as store:
        return store.snapshot()

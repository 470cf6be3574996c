"""How an engine is opened on a target.

On a backend that is no folder only the official CLI can answer.
"""

from gcloud.cloud.gate import Gate
from gcloud.deploy.engine import Engine
from gcloud.deploy.target import Target
from gcloud.deploy.wish import Name
from gcloud.engine.process import Start


def opened(name: Name, target: Target, passphrase: str, gate: Gate, start: Start, *, changes: bool) -> Engine:
    """Make an engine for a target, to be used as a context manager.

    Args:
        name: which one.
        target: what to deploy.
        passphrase: of the state's secrets.
        gate: what all API calls of the run go through; the official CLI has its own limit.
        start: starts the programs' processes; the official CLI starts them itself.
        changes: the stack will be changed, so it is locked; a plan only reads.

    Raises:
        InputError: no CLI, or a state that can't be used.
    """
    if name == "pulumi":
        from gcloud.deploy.official import OfficialEngine  # noqa: PLC0415 - each engine costs its imports

        return OfficialEngine(target, passphrase)
    from gcloud.deploy.embedded import EmbeddedEngine  # noqa: PLC0415 - each engine costs its imports
    from gcloud.deploy.providers import OpenStackProviders  # noqa: PLC0415 - as above

    return EmbeddedEngine(
        target, passphrase, changes=changes, providers=OpenStackProviders(gate), start=start
    )

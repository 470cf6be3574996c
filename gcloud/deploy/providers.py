"""How the embedded engine comes by the providers of a run.

To plan, a silent cloud is soon given up: a plan can be asked for again at no cost.
To change, one is patient with it. Either way all calls of a run share one gate,
however many stacks, clouds and connections there are.
"""

from typing import Any, Protocol

from gcloud.cloud.gate import Gate
from gcloud.engine.interface import Provider
from gcloud.errors import InputError


class Providers(Protocol):
    """Makes the unconfigured providers of a run."""

    def planning(self, package: str) -> Provider:
        """Make a provider that is used to look only."""
        ...

    def changing(self, package: str) -> Provider:
        """Make a provider that changes a cloud."""
        ...


class OpenStackProviders:
    """Makes providers of OpenStack clouds, and of nothing else.

    Args:
        gate: what all their calls go through.
    """

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def planning(self, package: str) -> Provider:
        """Make a provider that is used to look only.

        Raises:
            InputError: there is none for this package.
        """
        _require_known(package)
        from gcloud.deploy.readiness import first_look  # noqa: PLC0415 - half a second of imports, as below

        def connect(cloud: str | None, region: str | None) -> Any:  # noqa: ANN401 - openstacksdk carries no types
            return first_look(cloud, region, self._gate)

        return _openstack(connect)

    def changing(self, package: str) -> Provider:
        """Make a provider that changes a cloud.

        Raises:
            InputError: there is none for this package.
        """
        _require_known(package)
        from gcloud.cloud import connect as module  # noqa: PLC0415 - as above

        def connect(cloud: str | None, region: str | None) -> Any:  # noqa: ANN401 - as above
            return module.connect(cloud, region=region, gate=self._gate)

        return _openstack(connect)


def _openstack(connect: Any) -> Provider:  # noqa: ANN401 - as above
    # Imported while the program's own process starts, which takes as long.
    from gcloud.provider.openstack import OpenStackProvider  # noqa: PLC0415

    return OpenStackProvider(connect)


def _require_known(package: str) -> None:
    if package != "openstack":
        raise InputError(
            f"The embedded engine has no provider {package!r}.",
            hint="Use openstack resources, or --engine pulumi with that provider's plugin.",
        )

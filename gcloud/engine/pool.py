"""The providers of one run, by the reference that resources name them by.

Every provider resource has an instance of its own, configured with its inputs;
one that only old states name is configured from what the state holds of it.
"""

import threading
from collections.abc import Callable, Mapping
from typing import TypeAlias

from gcloud.engine.generator import PROVIDER_INTERNAL
from gcloud.engine.interface import Provider
from gcloud.engine.marks import plain
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import Value
from gcloud.errors import InputError

MakeProvider: TypeAlias = Callable[[str], Provider]
"""Makes an unconfigured provider of a package ("openstack"); raises a GovCloudError if there is none."""


class ProviderMissingError(InputError):
    """A resource names a provider that neither the program nor the state has."""


class ProviderPool:
    """Providers by reference; safe to use from many threads."""

    def __init__(self, make: MakeProvider) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._providers: dict[str, Provider] = {}

    def add(self, reference: str, package: str, inputs: Mapping[str, Value]) -> Provider:
        """Make and configure a provider; replaces one of the same reference.

        Args:
            reference: its URN and id.
            package: its package.
            inputs: the provider resource's inputs.
        """
        provider = self._make(package)
        settings = plain(inputs)
        for name in PROVIDER_INTERNAL:
            settings.pop(name, None)
        provider.configure(settings)
        with self._lock:
            self._providers[reference] = provider
        return provider

    def get(self, reference: str, known: Callable[[str], ResourceState | None]) -> Provider:
        """Give the provider of a reference, from the state if the program has not made it.

        Args:
            reference: its URN and id, as a resource's state names it.
            known: gives a provider resource's state by its URN.

        Raises:
            ProviderMissingError: nobody knows it.
        """
        with self._lock:
            provider = self._providers.get(reference)
        if provider is not None:
            return provider
        urn = urns.split_provider_reference(reference)[0] if reference else ""
        state = known(urn) if urn else None
        if state is None:
            raise ProviderMissingError(
                f"the provider {urn or '(none)'} is neither in the program nor in the state",
                hint="Restore the state from its backup, or declare the provider in the program again.",
            )
        return self.add(reference, urns.parse(urn).type.removeprefix(urns.PROVIDER_PREFIX), state.inputs)

"""The default providers: what serves resources that name no provider of their own.

One for each package and version, registered like a provider of the program's at
the first resource that needs it, and named as the official engine names it.
"""

import threading
from collections.abc import Callable, Mapping

from gcloud.engine.failures import StepFailedError
from gcloud.engine.goal import Goal
from gcloud.engine.performer import Answer
from gcloud.engine.settings import NAMESPACE, disabled_defaults
from gcloud.engine.state import urn as urns
from gcloud.engine.values import Value
from gcloud.errors import InputError


class DefaultProviders:
    """A program's default providers; safe to use from many threads.

    Args:
        project: the project's name.
        stack: the stack's name.
        config: gives a package's part of the stack's configuration.
        register: registers a provider.
    """

    def __init__(
        self,
        project: str,
        stack: str,
        config: Callable[[str], Mapping[str, Value]],
        register: Callable[[Goal], Answer],
    ) -> None:
        self._project = project
        self._stack = stack
        self._config = config
        self._register = register
        self._lock = threading.Lock()
        self._references: dict[str, str] = {}

    def reference(self, package: str, version: str) -> str:
        """Give the reference (URN and id) of a package's default provider.

        Raises:
            InputError: the stack's configuration forbids it.
            StepFailedError: it can't be used; why has been reported.
        """
        disabled = disabled_defaults(self._config(NAMESPACE))
        if package != NAMESPACE and disabled & {package, "*"}:
            raise InputError(
                f"the default provider of the package {package} is disabled by the stack's configuration",
                hint="Give the resource a provider of its own (ResourceOptions(provider=…)).",
            )
        key = f"{package}@{version}"
        with self._lock:
            if key not in self._references:
                goal = self._goal(package, version)
                answer = self._register(goal)
                self._references[key] = urns.provider_reference(goal.urn, answer.id) if answer.ok else ""
            reference = self._references[key]
        if not reference:
            raise StepFailedError(InputError(f"the default provider of the package {package} can't be used"))
        return reference

    def _goal(self, package: str, version: str) -> Goal:
        plain = version.translate(str.maketrans(".-+", "___"))
        name = f"default_{plain}" if version else "default"
        type_ = f"{urns.PROVIDER_PREFIX}{package}"
        return Goal(
            urn=urns.make(self._stack, self._project, type_, name),
            type=type_,
            name=name,
            custom=True,
            inputs=dict(self._config(package)),
            version=version,
        )

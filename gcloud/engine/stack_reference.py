# ruff: noqa: ARG002, PLR0917 - the arguments are the protocol's
"""Stack references: another stack's outputs, as a resource that is only read.

The official engine serves them by a provider of its own, `pulumi`, which stands
in the state as every default provider does.

Source: pkg/resource/deploy/builtins.go.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn, TypeAlias

from gcloud.engine.interface import (
    CheckFailure,
    CheckResult,
    DiffResult,
    Known,
    Observation,
    ReadResult,
    Survey,
)
from gcloud.engine.reporter import as_known
from gcloud.engine.values import contains_secret
from gcloud.errors import InputError

TYPE: Final = "pulumi:pulumi:StackReference"

StackOutputs: TypeAlias = Callable[[str], Mapping[str, Any]]
"""Gives a stack's outputs by its name, secrets as `Secret`; raises a GovCloudError if it can't."""

_ONLY_READ: Final = "a stack reference is read and never made; the SDK that registers one is too old"


class StackReferences:
    """The provider of the package `pulumi`.

    Args:
        outputs: gives another stack's outputs.
    """

    def __init__(self, outputs: StackOutputs) -> None:
        self._outputs = outputs

    def unsupported(self, type_: str) -> str | None:
        """Say why another type of the package can't be served."""
        return None if type_ == TYPE else f"{type_}: not supported by the embedded engine"

    def configure(self, inputs: Mapping[str, Any]) -> None:
        """Take nothing: there is nothing to configure."""

    def read(
        self,
        type_: str,
        urn: str,
        id_: str,
        inputs: Mapping[str, Any] | None,
        outputs: Mapping[str, Any] | None,
    ) -> ReadResult:
        """Read the stack that the id names.

        Raises:
            GovCloudError: there is no such stack, or it can't be read.
        """
        found = dict(self._outputs(id_))
        secret = sorted(key for key, value in found.items() if contains_secret(value))
        given = {"name": id_}
        return ReadResult(id_, given, {**given, "outputs": found, "secretOutputNames": secret})

    def observe(self, objects: Sequence[Known]) -> Sequence[Observation]:
        """Read each stack."""
        return [self._observed(one) for one in objects]

    def _observed(self, one: Known) -> Observation:
        try:
            return Observation(self.read(one.type, one.urn, one.id, None, None))
        except Exception as error:  # noqa: BLE001 - what can't be seen is said of that one alone
            return Observation(None, as_known(error))

    def survey(self, types: Sequence[str]) -> Survey:
        """List nothing: another stack is nobody's object."""
        return Survey((), {})

    def secret_outputs(self, type_: str) -> frozenset[str]:
        """Name nothing: what is secret is marked in the outputs themselves."""
        return frozenset()

    def check(
        self, type_: str, urn: str, olds: Mapping[str, Any] | None, news: Mapping[str, Any]
    ) -> CheckResult:
        """Refuse to make one."""
        return CheckResult(news, (CheckFailure("", _ONLY_READ),))

    def diff(
        self,
        type_: str,
        id_: str,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        ignore_changes: Sequence[str],
    ) -> DiffResult:
        """Find nothing: what is only read has no wishes."""
        return DiffResult()

    def candidates(self, type_: str, inputs: Mapping[str, Any]) -> frozenset[str]:
        """Name nothing: none is ever made."""
        return frozenset()

    def existing(self, type_: str, inputs: Mapping[str, Any]) -> NoReturn:
        """Refuse: none is ever made."""
        raise InputError(_ONLY_READ)

    def find(self, type_: str, inputs: Mapping[str, Any], not_ids: frozenset[str]) -> None:
        """Find nothing: none is ever made."""

    def create(self, type_: str, urn: str, inputs: Mapping[str, Any], timeout: float | None) -> NoReturn:
        """Refuse: none is ever made."""
        raise InputError(_ONLY_READ)

    def update(
        self,
        type_: str,
        urn: str,
        id_: str,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        timeout: float | None,
    ) -> NoReturn:
        """Refuse: none is ever changed."""
        raise InputError(_ONLY_READ)

    def delete(
        self,
        type_: str,
        urn: str,
        id_: str,
        inputs: Mapping[str, Any],
        outputs: Mapping[str, Any],
        timeout: float | None,
    ) -> None:
        """Do nothing: the other stack stays."""

    def invoke(self, token: str, args: Mapping[str, Any]) -> NoReturn:
        """Refuse: the package's data sources are not served."""
        raise InputError(f"{token}: not supported by the embedded engine")

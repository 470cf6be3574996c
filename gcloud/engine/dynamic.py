# ruff: noqa: ARG002, PLR0917 - the arguments are the protocol's
"""Dynamic resources: a program's own resource types, their create, update and delete written beside it.

Such a resource carries its provider with it, as a value (`__provider`), in its
inputs and outputs; what it does is done by the process of gcloud.engine.plugin.

Source: pkg/resource/plugin/provider_plugin.go; pulumi/dynamic/__main__.py of the SDK.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NoReturn

import grpc
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from gcloud.engine.interface import (
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    Known,
    Observation,
    PropertyChange,
    ReadResult,
    Survey,
    UnsearchableError,
)
from gcloud.engine.plugin import Plugins
from gcloud.engine.reporter import as_known
from gcloud.engine.state import urn as urns
from gcloud.engine.values import contains_unknown
from gcloud.engine.wire import from_struct, to_struct
from gcloud.errors import CloudError, InputError, UnansweredError

PACKAGE: Final = urns.DYNAMIC_PACKAGE
PROVIDER: Final = "__provider"
_SHOWN: Final = 6


class DynamicProvider:
    """The provider of the package `pulumi-python`.

    Args:
        plugins: runs the providers' code.
    """

    def __init__(self, plugins: Plugins) -> None:
        self._plugins = plugins
        self._config: Mapping[str, Any] = {}

    def unsupported(self, type_: str) -> str | None:
        """Say why a type of the package can't be served."""
        kind = type_.partition(":")[2]
        return None if kind.startswith(("dynamic:", "dynamic/")) else f"{type_} is no dynamic resource"

    def configure(self, inputs: Mapping[str, Any]) -> None:
        """Take the stack's whole configuration."""
        self._config = dict(inputs)

    def check(
        self, type_: str, urn: str, olds: Mapping[str, Any] | None, news: Mapping[str, Any]
    ) -> CheckResult:
        """Ask the resource's provider whether its inputs can be used."""
        request = provider_pb2.CheckRequest(urn=urn, olds=to_struct(olds or {}), news=to_struct(news))
        answer = self._ask("Check", request, changes=False)
        failures = tuple(CheckFailure(one.property, one.reason) for one in answer.failures)
        return CheckResult(from_struct(answer.inputs), failures)

    def diff(
        self,
        type_: str,
        id_: str,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        ignore_changes: Sequence[str],
    ) -> DiffResult:
        """Ask the resource's provider what differs; one that doesn't say is taken to compare inputs."""
        request = provider_pb2.DiffRequest(
            id=id_,
            olds=to_struct(old_outputs),
            news=to_struct(new_inputs),
            old_inputs=to_struct(old_inputs),
            ignoreChanges=ignore_changes,
        )
        answer = self._ask("Diff", request, changes=False)
        differing = {
            key
            for key in {*old_inputs, *new_inputs}
            if old_inputs.get(key) != new_inputs.get(key) or contains_unknown(new_inputs.get(key))
        }
        if answer.changes == provider_pb2.DiffResponse.DIFF_NONE:
            return DiffResult()
        if answer.changes == provider_pb2.DiffResponse.DIFF_UNKNOWN and not differing:
            return DiffResult()
        replacing = set(answer.replaces)
        return DiffResult(
            tuple(
                PropertyChange(key, old_inputs.get(key), new_inputs.get(key), key in replacing)
                # Where it says that something differs and not what, something must be named.
                for key in sorted({*differing, *replacing}) or ("*",)
            ),
            answer.deleteBeforeReplace,
        )

    def create(self, type_: str, urn: str, inputs: Mapping[str, Any], timeout: float | None) -> CreateResult:
        """Let the resource's provider make it."""
        request = provider_pb2.CreateRequest(urn=urn, properties=to_struct(inputs), timeout=timeout or 0)
        answer = self._ask("Create", request)
        if not answer.id:
            raise UnansweredError(f"the provider of {type_} has made something and gave no id for it")
        return CreateResult(answer.id, from_struct(answer.properties))

    def read(
        self,
        type_: str,
        urn: str,
        id_: str,
        inputs: Mapping[str, Any] | None,
        outputs: Mapping[str, Any] | None,
    ) -> ReadResult | None:
        """Let the resource's provider read it; one that has no `read` gives back what is known."""
        known = outputs or inputs or {}
        if PROVIDER not in known:
            raise InputError(
                f"{type_} {id_} can't be imported: a dynamic resource is read by the code that it carries",
                hint="Make it by the program, or give its id to the class itself in ResourceOptions(id=…).",
            )
        request = provider_pb2.ReadRequest(
            id=id_, urn=urn, properties=to_struct(outputs or {}), inputs=to_struct(inputs or {})
        )
        answer = self._ask("Read", request, changes=False)
        if not answer.id:
            return None
        found = from_struct(answer.inputs) if answer.HasField("inputs") else dict(inputs or {})
        return ReadResult(answer.id, found, from_struct(answer.properties))

    def update(
        self,
        type_: str,
        urn: str,
        id_: str,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        timeout: float | None,
    ) -> Mapping[str, Any]:
        """Let the resource's provider change it."""
        request = provider_pb2.UpdateRequest(
            id=id_,
            urn=urn,
            olds=to_struct(old_outputs),
            news=to_struct(new_inputs),
            old_inputs=to_struct(old_inputs),
            timeout=timeout or 0,
        )
        return from_struct(self._ask("Update", request).properties)

    def delete(
        self,
        type_: str,
        urn: str,
        id_: str,
        inputs: Mapping[str, Any],
        outputs: Mapping[str, Any],
        timeout: float | None,
    ) -> None:
        """Let the resource's provider delete it."""
        request = provider_pb2.DeleteRequest(
            id=id_,
            urn=urn,
            properties=to_struct(outputs),
            old_inputs=to_struct(inputs),
            timeout=timeout or 0,
        )
        self._ask("Delete", request)

    def observe(self, objects: Sequence[Known]) -> Sequence[Observation]:
        """Read each: nobody can list them."""
        return [self._observed(one) for one in objects]

    def _observed(self, one: Known) -> Observation:
        try:
            return Observation(self.read(one.type, one.urn, one.id, one.inputs, one.outputs))
        except Exception as error:  # noqa: BLE001 - what can't be seen is said of that one alone
            return Observation(None, as_known(error))

    def survey(self, types: Sequence[str]) -> Survey:
        """List nothing: nobody can list them."""
        return Survey((), {})

    def invoke(self, token: str, args: Mapping[str, Any]) -> NoReturn:
        """Refuse: there are no dynamic data sources."""
        raise InputError(f"{token}: dynamic providers serve no data sources")

    def candidates(self, type_: str, inputs: Mapping[str, Any]) -> frozenset[str]:
        """Name nothing: nobody can list them."""
        return frozenset()

    def existing(self, type_: str, inputs: Mapping[str, Any]) -> frozenset[str]:
        """Name nothing: nobody can list them."""
        return frozenset()

    def find(self, type_: str, inputs: Mapping[str, Any], not_ids: frozenset[str]) -> NoReturn:
        """Refuse: nobody can list them, and what was made can't be told from what was not."""
        raise UnsearchableError("a dynamic resource can't be looked for")

    def secret_outputs(self, type_: str) -> frozenset[str]:
        """Name nothing: what repeats a secret input is marked by the engine."""
        return frozenset()

    def _ask(self, method: str, request: Any, *, changes: bool = True) -> Any:  # noqa: ANN401 - the protocol's messages have no types
        """Ask the process.

        Args:
            method: the protocol's.
            request: what.
            changes: whether what it does is unknown if it doesn't answer.
        """
        stub: provider_pb2_grpc.ResourceProviderStub = self._plugins.serving(self._config)
        try:
            return getattr(stub, method)(request)
        except grpc.RpcError as error:
            raise _explained(method, error, changes=changes) from error


def _explained(method: str, error: Any, *, changes: bool) -> CloudError:  # noqa: ANN401 - it has two types
    lines = [line for line in str(error.details()).splitlines() if line.strip()]
    if error.code() != grpc.StatusCode.UNKNOWN:
        kind = UnansweredError if changes else CloudError
        return kind(f"the dynamic provider's process did not answer: {lines[-1] if lines else error.code()}")
    own = [
        line.strip() for line in lines if line.lstrip().startswith('File "') and "site-packages" not in line
    ]
    return CloudError(
        f"the dynamic provider's {method.lower()} failed: {lines[-1] if lines else 'no reason given'}",
        hint="Correct the provider's code, then run again." if changes else "Correct the provider's code.",
        data={"trace": own[-_SHOWN:]},
    )

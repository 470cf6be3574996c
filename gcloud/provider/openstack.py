"""The provider that the embedded engine talks to: it finds the type and hands it the cloud.

Nothing here knows a particular type. A type is imported when it is first used,
a connection is made when it is first needed: so a plan that touches nothing
costs neither, and check and diff work without a cloud.

One connection a region serves all threads (see gcloud.provider.call).
"""

import importlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from rapidfuzz import process

from gcloud.cloud.errors import NotFoundError, explained
from gcloud.engine.interface import (
    CheckResult,
    CreateResult,
    DiffResult,
    Known,
    Observation,
    PartialFailure,
    ReadResult,
    Survey,
)
from gcloud.engine.values import UNKNOWN
from gcloud.errors import InputError
from gcloud.provider import look
from gcloud.provider.call import Call, Shared
from gcloud.provider.observe import inputs_of, kept_empty
from gcloud.provider.registry import RESOURCES, SOURCES
from gcloud.provider.resource import ResourceType, from_state
from gcloud.provider.schema import DEFAULTS
from gcloud.provider.source import DataSource
from gcloud.provider.survey import survey

_NEAR: Final = 75
_UNDERSTOOD: Final = frozenset({"cloud", "region", "version", "pluginDownloadURL"})


class OpenStackProvider:
    """One configured provider: one cloud; implements `gcloud.engine.interface.Provider`.

    Args:
        connect: makes a connection from a cloud's name and a region's (either may be None);
            without it gcloud.cloud.connect does. Tests hand in their own.
    """

    def __init__(self, connect: Callable[[str | None, str | None], Any] | None = None) -> None:
        self._connect = connect or _connect
        self._cloud: Any = None
        self._region: Any = None
        self._shared = Shared()

    def unsupported(self, type_: str) -> str | None:
        """Say why a resource type or a data source can't be served; None if it can."""
        known = dict(RESOURCES) | dict(SOURCES)
        if type_ in known:
            return None
        near = process.extractOne(type_, list(known), score_cutoff=_NEAR)
        advice = f"; the nearest that it has is {near[0]}" if near else ""
        return f"{type_} is not supported by the embedded engine{advice}"

    def configure(self, inputs: Mapping[str, Any]) -> None:
        """Take the cloud's name and the region's.

        Raises:
            InputError: something else is set; credentials belong into clouds.yaml.
        """
        others = [name for name in inputs if name not in _UNDERSTOOD and not name.startswith("__")]
        if others:
            raise InputError(
                f"the embedded engine takes no {', '.join(sorted(others))} of a provider from the program",
                hint="Put it into clouds.yaml and name the cloud there: Provider(cloud=…, region=…).",
            )
        self._cloud, self._region = inputs.get("cloud"), inputs.get("region")
        self._shared = Shared()

    def check(
        self, type_: str, urn: str, olds: Mapping[str, Any] | None, news: Mapping[str, Any]
    ) -> CheckResult:
        """Validate inputs and fill in defaults."""
        return self._type(type_).check(urn.rpartition("::")[2], olds, news)

    def diff(  # noqa: PLR0917 - the protocol's own arguments
        self,
        type_: str,
        id_: str,  # noqa: ARG002 - the protocol's own arguments
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        ignore_changes: Sequence[str],
    ) -> DiffResult:
        """Compare the state with checked new inputs."""
        return self._type(type_).diff(old_inputs, old_outputs, new_inputs, ignore_changes)

    def create(self, type_: str, urn: str, inputs: Mapping[str, Any], timeout: float | None) -> CreateResult:
        """Make an object."""
        kind, given = self._type(type_), from_state(inputs)
        with explained(f"creating {kind.title(given)}"):
            return kind.create(self._call(kind, timeout or kind.timeouts.create, given, urn), given)

    def read(
        self,
        type_: str,
        urn: str,
        id_: str,
        inputs: Mapping[str, Any] | None,
        outputs: Mapping[str, Any] | None,
    ) -> ReadResult | None:
        """Read a live object; None if it is gone."""
        kind, given = self._type(type_), look.given(inputs, outputs)
        with explained(f"reading {kind.title(given)}"):
            live = kind.read(self._call(kind, kind.timeouts.read, given, urn), id_, given)
        return None if live is None else ReadResult(id_, inputs_of(kind.schema, inputs, live), live)

    def update(  # noqa: PLR0917 - the protocol's own arguments
        self,
        type_: str,
        urn: str,
        id_: str,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        timeout: float | None,
    ) -> Mapping[str, Any]:
        """Change an object in place; one that is gone is made anew by the next run."""
        kind, given = self._type(type_), from_state(new_inputs)
        difference = kind.diff(old_inputs, old_outputs, new_inputs, ())
        changed = frozenset(change.path.partition(".")[0].partition("[")[0] for change in difference.changes)
        with explained(f"changing {kind.title(given)}"):
            call = self._call(kind, timeout or kind.timeouts.update, given, urn)
            try:
                return kept_empty(old_outputs, kind.update(call, id_, changed, given, dict(old_outputs)))
            except NotFoundError as error:
                if kind.read(call, id_, dict(old_outputs)) is not None:
                    raise  # something that it refers to is missing
                reason = f"Changing {kind.title(given)} failed: it is gone"
                hint = "Run again: it is made anew."
                raise PartialFailure(id_, old_outputs, reason, hint=hint, replace=True) from error

    def delete(  # noqa: PLR0917 - the protocol's own arguments
        self,
        type_: str,
        urn: str,
        id_: str,
        inputs: Mapping[str, Any],
        outputs: Mapping[str, Any],
        timeout: float | None,
    ) -> None:
        """Delete an object."""
        kind = self._type(type_)
        known = from_state(inputs) | {name: value for name, value in outputs.items() if value is not None}
        with explained(f"deleting {kind.title(known)}"):
            kind.delete(self._call(kind, timeout or kind.timeouts.delete, known, urn), id_, known)

    def observe(self, objects: Sequence[Known]) -> Sequence[Observation]:
        """Look at many objects at once."""
        return look.observe(objects, self._asking)

    def survey(self, types: Sequence[str]) -> Survey:
        """List everything of some types that is in the connection's project."""
        return survey(types or [t for t, _ in RESOURCES if self._type(t).contained], self._asking)

    def _asking(self, type_: str, given: Mapping[str, Any]) -> tuple[ResourceType, Call]:
        kind = self._type(type_)
        return kind, self._call(kind, kind.timeouts.read, given, type_)

    def invoke(self, token: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer a data source."""
        source: DataSource = self._load(token, SOURCES)
        given = source.arguments(dict(args))
        with explained(f"looking for {source.noun}"):
            return source.answer(self._call(source, source.seconds, given, token), given)

    def existing(self, type_: str, inputs: Mapping[str, Any]) -> frozenset[str]:
        """Give the ids of live objects that a create of these inputs could be mistaken for."""
        kind, given = self._type(type_), from_state(inputs)
        with explained(f"looking for {kind.title(given)}"):
            return kind.existing(self._call(kind, kind.timeouts.read, given, type_), given)

    def find(self, type_: str, inputs: Mapping[str, Any], not_ids: frozenset[str]) -> str | None:
        """Find the object made by a create that was sent and not answered."""
        kind, given = self._type(type_), from_state(inputs)
        with explained(f"looking for {kind.title(given)}"):
            return kind.find(self._call(kind, kind.timeouts.read, given, type_), given, not_ids)

    def candidates(self, type_: str, inputs: Mapping[str, Any]) -> frozenset[str]:
        """Give the ids of live objects that these inputs describe."""
        kind, given = self._type(type_), from_state(inputs)
        with explained(f"looking for {kind.title(given)}"):
            call = self._call(kind, kind.timeouts.read, given, type_)
            return kind.candidates(call, given, frozenset(inputs.get(DEFAULTS, ())))

    def list_all(self, type_: str, project: str | None = None) -> Mapping[str, Mapping[str, Any]]:
        """Give the outputs of a project's objects of a type, by id, in as few calls as there can be.

        Args:
            type_: the resource type.
            project: the project's id; the connection's own without it.
        """
        kind = self._type(type_)
        with explained(f"listing the {kind.noun}s"):
            call = self._call(kind, kind.timeouts.read, {}, type_)
            return kind.list_all(call, project or kind.owner(call, {}))

    def secret_outputs(self, type_: str) -> frozenset[str]:
        """Give the names of the properties that the type's schema marks secret."""
        return self._type(type_).schema.secrets()

    def _type(self, type_: str) -> ResourceType:
        kind: ResourceType = self._load(type_, RESOURCES)
        return kind

    def _load(self, name: str, table: tuple[tuple[str, str], ...]) -> Any:  # noqa: ANN401 - of either table
        where = dict(table).get(name)
        if where is None:
            raise InputError(
                self.unsupported(name) or f"{name} can't be used here",
                hint="Use the official engine for it (--engine pulumi), or leave it out.",
            )
        return self._shared.once(name, partial(_made, where))

    def _call(
        self, kind: ResourceType | DataSource, seconds: float, given: Mapping[str, Any], what: str
    ) -> Call:
        region = given.get("region") or self._region
        if UNKNOWN in {self._cloud, region}:
            raise InputError(
                f"{what} needs the cloud now, but its provider's cloud or region is not known yet",
                hint="Give the provider's cloud and region as plain values.",
            )
        cloud = self._shared.once(f"connection {region}", partial(self._connect, self._cloud, region))
        for service in kind.services:
            # A proxy looks up its endpoint when it is made: one thread does it, not sixteen.
            self._shared.once(f"service {service} {region}", partial(getattr, cloud, service))
        return Call(cloud, region or cloud.config.region_name or "", seconds, self._shared)


def _connect(cloud: str | None, region: str | None) -> Any:  # noqa: ANN401 - openstacksdk carries no types
    module = importlib.import_module("gcloud.cloud.connect")
    return module.connect(cloud, region=region)


def _made(where: str) -> Any:  # noqa: ANN401 - a resource type or a data source
    module, _, name = where.partition(":")
    return getattr(importlib.import_module(module), name)()

"""What a program asks for when it registers a resource.

The protocol's request is wide; a goal holds the part that this engine serves.
Whatever else a request asks for is refused by its name, so that nothing that a
program relies on is silently left out.

Source: proto/pulumi/resource.proto, RegisterResourceRequest.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from pulumi.runtime.proto import resource_pb2, source_pb2

from gcloud.engine.refusals import refuse_unsupported
from gcloud.engine.state import urn as urns
from gcloud.engine.values import Value
from gcloud.engine.wire import from_struct
from gcloud.errors import InputError

PROVIDER_TYPE: Final = urns.PROVIDER_PREFIX


class BadRequestError(InputError):
    """A registration can't be understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One resource as the program wants it.

    Args:
        urn: its URN.
        type: its type.
        name: its logical name.
        custom: a provider manages it; False for components.
        inputs: the program's inputs, unchecked.
        parent: its parent's URN; empty for the root and default providers.
        provider: reference (URN::id) of its explicit provider; empty for the default one.
        providers: a component's providers by package.
        version: the provider package's version that the program was written for.
        dependencies: URNs, sorted.
        property_dependencies: URNs by input, sorted.
        protect: None inherits the parent's.
        retain_on_delete: None inherits the parent's.
        delete_before_replace: None leaves it to the provider.
        ignore_changes: property paths.
        replace_on_changes: property paths.
        additional_secret_outputs: names of outputs.
        aliases: URNs it had before.
        deleted_with: URN whose deletion deletes this too.
        timeouts: seconds by verb.
        import_id: id of an object that it is to take over; empty if it is made.
        position: where in the program, "file:line"; empty if not known.
    """

    urn: str
    type: str
    name: str
    custom: bool
    inputs: Mapping[str, Value]
    parent: str = ""
    provider: str = ""
    providers: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    dependencies: tuple[str, ...] = ()
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    protect: bool | None = None
    retain_on_delete: bool | None = None
    delete_before_replace: bool | None = None
    ignore_changes: tuple[str, ...] = ()
    replace_on_changes: tuple[str, ...] = ()
    additional_secret_outputs: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    deleted_with: str = ""
    timeouts: Mapping[str, float] = field(default_factory=dict)
    import_id: str = ""
    position: str = ""

    @property
    def package(self) -> str:
        """The provider package that serves the type: `openstack`."""
        if self.type.startswith(PROVIDER_TYPE):
            return self.type.removeprefix(PROVIDER_TYPE)
        return self.type.partition(":")[0]

    @property
    def is_provider(self) -> bool:
        """Whether this is a provider's own resource."""
        return self.type.startswith(PROVIDER_TYPE)

    def needs(self) -> frozenset[str]:
        """Give the URNs of everything that must be there before this can be made."""
        urns_ = {*self.dependencies, self.parent, self.deleted_with}
        for listed in self.property_dependencies.values():
            urns_.update(listed)
        if self.provider:
            urns_.add(urns.split_provider_reference(self.provider)[0])
        return frozenset(urns_ - {""})


def inherited(goal: Goal, above: Goal) -> Goal:
    """Give a goal with what it takes over from its parent.

    Args:
        goal: a resource.
        above: its parent, with what that has taken over itself.
    """
    provider = goal.provider
    if goal.custom and not goal.is_provider and not provider:
        provider = above.providers.get(goal.package, "")
        if not provider and above.provider:
            type_ = urns.parse(above.provider).type
            provider = above.provider if type_ == f"{PROVIDER_TYPE}{goal.package}" else ""
    protect = above.protect if goal.protect is None else goal.protect
    retain = above.retain_on_delete if goal.retain_on_delete is None else goal.retain_on_delete
    return replace(
        goal,
        provider=provider,
        providers=goal.providers if goal.custom else {**above.providers, **goal.providers},
        protect=protect,
        retain_on_delete=retain,
        deleted_with=goal.deleted_with or above.deleted_with,
    )


def goal_from_request(request: resource_pb2.RegisterResourceRequest, project: str, stack: str) -> Goal:
    """Read a registration.

    Raises:
        UnsupportedFeatureError: it asks for something that this engine doesn't do; all of it is named.
        UnsupportedValueError: an input is of a kind that this engine doesn't know.
        BadRequestError: an option can't be understood.
    """
    refuse_unsupported(request, f"{request.type} {request.name}")
    if request.importId and request.type.startswith(PROVIDER_TYPE):
        raise BadRequestError(
            f"{request.name} is a provider, which can't be imported", hint="Leave import_ out."
        )
    urn = urns.make(stack, project, request.type, request.name, request.parent or None)
    inputs = from_struct(request.object)
    dependencies = tuple(sorted(set(request.dependencies)))
    by_property = {
        key: tuple(sorted(set(listed.urns))) for key, listed in request.propertyDependencies.items()
    }
    if not by_property:
        # The official engine's rule for programs that don't say: all inputs depend on all.
        by_property = dict.fromkeys(inputs, dependencies) if dependencies else {}
    defined = request.deleteBeforeReplaceDefined or request.deleteBeforeReplace
    return Goal(
        urn=urn,
        type=request.type,
        name=request.name,
        custom=request.custom,
        inputs=inputs,
        parent=request.parent,
        provider=request.provider,
        providers=dict(request.providers),
        version=request.version,
        dependencies=dependencies,
        property_dependencies=by_property,
        protect=request.protect if request.HasField("protect") else None,
        retain_on_delete=request.retainOnDelete if request.HasField("retainOnDelete") else None,
        delete_before_replace=request.deleteBeforeReplace if defined else None,
        ignore_changes=tuple(request.ignoreChanges),
        replace_on_changes=tuple(request.replaceOnChanges),
        additional_secret_outputs=tuple(request.additionalSecretOutputs),
        aliases=tuple(_aliases(request, project, stack)),
        deleted_with=request.deletedWith,
        timeouts=dict(_timeouts(request)),
        import_id=request.importId,
        position=position_text(request.sourcePosition),
    )


def position_text(position: source_pb2.SourcePosition) -> str:
    """Give a source position as "file:line"; empty if there is none."""
    path = unquote(urlsplit(position.uri).path) if position.uri else ""
    return f"{Path(path)}:{position.line}" if path else ""


def _aliases(request: resource_pb2.RegisterResourceRequest, project: str, stack: str) -> Iterator[str]:
    yield from request.aliasURNs
    for alias in request.aliases:
        if alias.urn:
            yield alias.urn
            continue
        spec = alias.spec
        parent = "" if spec.noParent else spec.parentUrn or request.parent
        yield urns.make(
            spec.stack or stack,
            spec.project or project,
            spec.type or request.type,
            spec.name or request.name,
            parent or None,
        )


_UNITS: Final[Mapping[str, float]] = {
    "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0,
}  # fmt: skip
_DURATION: Final = re.compile(r"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)")


def seconds(text: str) -> float:
    """Read a duration in Go's notation (`5m`, `1h30m`).

    Raises:
        BadRequestError: it isn't one.
    """
    found = _DURATION.findall(text)
    if "".join(number + unit for number, unit in found) != text or not found:
        raise BadRequestError(f"not a duration: {text!r}", hint="Write 30s, 5m or 1h30m.")
    total: float = sum(float(number) * _UNITS[unit] for number, unit in found)
    # As the official engine writes it into the state.
    return int(total) if total == int(total) else total


def _timeouts(request: Any) -> Iterator[tuple[str, float]]:  # noqa: ANN401 - two messages have it
    for verb in ("create", "update", "delete"):
        if text := getattr(request.customTimeouts, verb):
            yield verb, seconds(text)

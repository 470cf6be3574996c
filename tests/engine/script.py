"""Programs that need no process: they speak the protocol's messages to the monitor themselves.

def program(p):
    net = p.resource("Net", "a", cidr="10.1.0.0/24")
    p.resource("Port", "a", net=net.id)
    p.export(net=net.id)
"""

# ruff: noqa: ARG002, PLR0917 - the protocol's arguments

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from google.protobuf import empty_pb2
from google.protobuf.message import Message
from pulumi.runtime.proto import alias_pb2, resource_pb2

from gcloud.engine.values import UNKNOWN, Secret
from gcloud.engine.wire import from_struct, to_struct
from gcloud.errors import GovCloudError, InputError


@dataclass(frozen=True)
class Ref:
    """A value that comes from a resource, so that what takes it depends on that resource."""

    urn: str
    value: Any


@dataclass(frozen=True)
class Made:
    urn: str
    id: Ref
    ok: bool
    outputs: dict[str, Any]


class RefusedError(Exception):
    """The engine has ended a call with an error."""


class Context:
    def abort(self, code, details):
        raise RefusedError(details)


class Program:
    """One run of a program."""

    def __init__(self, run, monitor, stopped):
        self.run, self.monitor, self.stopped = run, monitor, stopped
        self.root = self.component("pulumi:pulumi:Stack", f"{run.project}-{run.stack}", parent="").urn

    def resource(self, kind, logical, /, *, parent=None, needs=(), **given) -> Made:
        """Register a custom resource; options that are no inputs begin with `opt_`."""
        options = {key.removeprefix("opt_"): value for key, value in given.items() if key.startswith("opt_")}
        inputs = {key: value for key, value in given.items() if not key.startswith("opt_")}
        type_ = kind if ":" in kind else f"mem:index:{kind}"
        return self._register(
            type_, logical, True, inputs, self.root if parent is None else parent, needs, options
        )

    def read(self, kind, logical, id_, /, *, parent=None, needs=(), **state) -> Made:
        """Read an object that nobody of ours manages."""
        request = resource_pb2.ReadResourceRequest(
            type=kind if ":" in kind else f"mem:index:{kind}",
            name=logical,
            id=id_,
            parent=self.root if parent is None else parent,
            properties=to_struct({key: _bare(value) for key, value in state.items()}),
            dependencies=[one.urn for one in needs],
        )
        answer = self.monitor.ReadResource(request, Context())
        return Made(answer.urn, Ref(answer.urn, id_), True, from_struct(answer.properties))

    def component(self, type_, logical, /, *, parent=None, needs=(), **inputs) -> Made:
        return self._register(
            type_, logical, False, inputs, self.root if parent is None else parent, needs, {}
        )

    def outputs(self, urn, /, **outputs):
        plain = {key: _bare(value) for key, value in outputs.items()}
        self.monitor.RegisterResourceOutputs(
            resource_pb2.RegisterResourceOutputsRequest(urn=urn, outputs=to_struct(plain)), Context()
        )

    def export(self, **outputs):
        self.outputs(self.root, **outputs)

    def invoke(self, token, /, **args):
        request = resource_pb2.ResourceInvokeRequest(tok=token, args=to_struct(args))
        return from_struct(getattr(self.monitor.Invoke(request, Context()), "return"))

    def _register(self, type_, name, custom, inputs, parent, needs, options) -> Made:
        by_property = {key: [value.urn] if isinstance(value, Ref) else [] for key, value in inputs.items()}
        request = resource_pb2.RegisterResourceRequest(
            type=type_,
            name=name,
            parent=parent,
            custom=custom,
            object=to_struct({key: _bare(value) for key, value in inputs.items()}),
            dependencies={urn for urns in by_property.values() for urn in urns} | {one.urn for one in needs},
            propertyDependencies={
                key: resource_pb2.RegisterResourceRequest.PropertyDependencies(urns=urns)
                for key, urns in by_property.items()
            },
            acceptSecrets=True,
            supportsResultReporting=True,
        )
        for key, value in options.items():
            if key == "delete_before_replace":
                request.deleteBeforeReplace, request.deleteBeforeReplaceDefined = value, True
            elif key == "alias_name":
                request.aliases.append(alias_pb2.Alias(spec=alias_pb2.Alias.Spec(name=value)))
            elif key == "providers":
                for package, made in value.items():
                    request.providers[package] = f"{made.urn}::{made.id.value}"
            elif isinstance(value, Message):
                getattr(request, key).CopyFrom(value)
            elif isinstance(value, list):
                getattr(request, key).extend(value)
            else:
                setattr(request, key, value)
        answer = self.monitor.RegisterResource(request, Context())
        ok = answer.result == resource_pb2.SUCCESS
        id_ = answer.id or UNKNOWN
        return Made(answer.urn, Ref(answer.urn, id_), ok, from_struct(answer.object))


def _bare(value):
    if isinstance(value, Secret):
        return Secret(_bare(value.value))
    return value.value if isinstance(value, Ref) else value


def host(script: Callable[[Program], None]):
    """Make a host that runs a script in this process."""

    def run(what, monitor, engine, say, stopped) -> GovCloudError | None:
        try:
            script(Program(what, monitor, stopped))
        except RefusedError as error:
            return InputError(f"the program failed: {error}")
        monitor.SignalAndWaitForShutdown(empty_pb2.Empty(), Context())
        return None

    return run

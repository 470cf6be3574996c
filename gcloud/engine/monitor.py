# ruff: noqa: N802, ARG002, ANN401 - names, arguments and untyped messages are the protocol's
"""The ResourceMonitor service: a program's registrations, from and to the wire.

Only what is implemented is advertised; whatever else a program calls is refused
by its name. A registration that can't be served is answered as failed, not by
an error of the call: that would end the program while others of its resources
are being made.

Source: proto/pulumi/resource.proto; samples of the protocol as spoken.
"""

from collections.abc import Mapping
from typing import Any, Final, NoReturn

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import resource_pb2, resource_pb2_grpc

from gcloud.engine.failures import StoppedError
from gcloud.engine.goal import Goal, goal_from_request, position_text
from gcloud.engine.host import ProgramRun
from gcloud.engine.performer import Answer
from gcloud.engine.refusals import refuse_unsupported
from gcloud.engine.registrar import Registrar
from gcloud.engine.reporter import as_known
from gcloud.engine.state import urn as urns
from gcloud.engine.values import UNKNOWN, Value
from gcloud.engine.wire import UNKNOWN_TEXTS, from_struct, to_struct
from gcloud.errors import GovCloudError

FEATURES: Final[Mapping[str, Any]] = {
    "secrets": resource_pb2.RESOURCE_MONITOR_FEATURE_SECRETS,
    "resourceReferences": resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    "outputValues": resource_pb2.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
    "aliasSpecs": resource_pb2.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    "deletedWith": resource_pb2.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
}
"""What this engine does of the protocol's optional features."""


class MonitorService(resource_pb2_grpc.ResourceMonitorServicer):
    """Serves one program.

    Args:
        run: what runs.
        registrar: brings registrations about.

    Attributes:
        refused: data sources that were refused; it is the program that learns of them, and may do without.
    """

    def __init__(self, run: ProgramRun, registrar: Registrar) -> None:
        self._run = run
        self._registrar = registrar
        self.refused: list[GovCloudError] = []

    def GetDeploymentInfo(self, request: Any, context: grpc.ServicerContext) -> resource_pb2.DeploymentInfo:
        """Say what runs, and what this engine does."""
        return resource_pb2.DeploymentInfo(
            project=self._run.project,
            stack=self._run.stack,
            organization="organization",
            config=dict(self._run.config),
            configSecretKeys=list(self._run.secret_keys),
            dryRun=self._run.preview,
            parallel=self._run.parallel,
            supportedFeatures=list(FEATURES.values()),
        )

    def SupportsFeature(
        self, request: Any, context: grpc.ServicerContext
    ) -> resource_pb2.SupportsFeatureResponse:
        """Say whether this engine does something."""
        return resource_pb2.SupportsFeatureResponse(hasSupport=request.id in FEATURES)

    def RegisterResource(
        self, request: Any, context: grpc.ServicerContext
    ) -> resource_pb2.RegisterResourceResponse:
        """Bring a resource about."""
        try:
            goal = goal_from_request(request, self._run.project, self._run.stack)
        except Exception as error:  # noqa: BLE001 - a registration answers, it doesn't break the program
            urn = urns.make(
                self._run.stack, self._run.project, request.type, request.name, request.parent or None
            )
            answer = self._registrar.refuse(urn, as_known(error), position_text(request.sourcePosition))
        else:
            answer = self._registrar.register(goal)
        return resource_pb2.RegisterResourceResponse(
            urn=answer.urn,
            id=answer.id,
            object=to_struct(answer.outputs),
            result=resource_pb2.SUCCESS if answer.ok else resource_pb2.FAIL,
            unknown=answer.unknown,
        )

    def RegisterResourceOutputs(self, request: Any, context: grpc.ServicerContext) -> empty_pb2.Empty:
        """Take a component's outputs."""
        try:
            refuse_unsupported(request, request.urn)
            self._registrar.outputs(request.urn, from_struct(request.outputs))
        except Exception as error:  # noqa: BLE001 - an unforeseen one must be told too
            self._abort(context, as_known(error))
        return empty_pb2.Empty()

    def ReadResource(self, request: Any, context: grpc.ServicerContext) -> resource_pb2.ReadResourceResponse:
        """Read an object that the program names by its id."""
        urn = urns.make(
            self._run.stack, self._run.project, request.type, request.name, request.parent or None
        )
        position = position_text(request.sourcePosition)
        try:
            refuse_unsupported(request, f"{request.type} {request.name}")
            goal = Goal(
                urn=urn,
                type=request.type,
                name=request.name,
                custom=True,
                inputs=from_struct(request.properties),
                parent=request.parent,
                provider=request.provider,
                version=request.version,
                dependencies=tuple(sorted(set(request.dependencies))),
                additional_secret_outputs=tuple(request.additionalSecretOutputs),
                position=position,
            )
            id_: Value = UNKNOWN if request.id in UNKNOWN_TEXTS else request.id
            answer: Answer = self._registrar.read(goal, id_)
        except StoppedError as stopped:
            self._abort(context, stopped)
        except Exception as error:  # noqa: BLE001 - it is told, and the program learns of it
            known = as_known(error)
            self._registrar.refuse(urn, known, position)
            self._abort(context, known)
        return resource_pb2.ReadResourceResponse(
            urn=answer.urn, id=answer.id, properties=to_struct(answer.outputs), unknown=answer.unknown
        )

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> resource_pb2.ResourceInvokeResponse:
        """Answer a data source."""
        try:
            refuse_unsupported(request, request.tok)
            args = from_struct(request.args)
            result = self._registrar.invoke(request.tok, args, request.provider, request.version)
        except StoppedError as stopped:
            self._abort(context, stopped)
        except Exception as error:  # noqa: BLE001 - it is told, and the program learns of it
            known = as_known(error)
            self.refused.append(known)
            self._abort(context, known)
        # `return` is a keyword of Python's, so that field is set by name.
        response = resource_pb2.ResourceInvokeResponse()
        getattr(response, "return").CopyFrom(to_struct(result))
        return response

    def SignalAndWaitForShutdown(self, request: Any, context: grpc.ServicerContext) -> empty_pb2.Empty:
        """Let the program end; each of its registrations has been answered by then."""
        return empty_pb2.Empty()

    def Call(self, request: Any, context: grpc.ServicerContext) -> NoReturn:
        """Refuse a method of a resource."""
        self._refuse(context, f"the method {request.tok}")

    def RegisterStackTransform(self, request: Any, context: grpc.ServicerContext) -> NoReturn:
        """Refuse a transform."""
        self._refuse(context, "stack transforms")

    def RegisterStackInvokeTransform(self, request: Any, context: grpc.ServicerContext) -> NoReturn:
        """Refuse a transform."""
        self._refuse(context, "invoke transforms")

    def RegisterResourceHook(self, request: Any, context: grpc.ServicerContext) -> NoReturn:
        """Refuse a hook."""
        self._refuse(context, f"the resource hook {request.name}")

    def RegisterErrorHook(self, request: Any, context: grpc.ServicerContext) -> NoReturn:
        """Refuse a hook."""
        self._refuse(context, f"the error hook {request.name}")

    def RegisterPackage(self, request: Any, context: grpc.ServicerContext) -> NoReturn:
        """Refuse a parameterized package."""
        self._refuse(context, f"the parameterized package {request.name}")

    def ExistsResource(self, request: Any, context: grpc.ServicerContext) -> NoReturn:
        """Refuse to look whether an object exists."""
        self._refuse(context, f"the question whether {request.type} {request.id} exists")

    def _refuse(self, context: grpc.ServicerContext, what: str) -> NoReturn:
        context.abort(
            grpc.StatusCode.UNIMPLEMENTED,
            f"{what}: not supported by the embedded engine; use --engine pulumi",
        )

    def _abort(self, context: grpc.ServicerContext, error: GovCloudError) -> NoReturn:
        context.abort(grpc.StatusCode.UNKNOWN, f"{error.message} {error.hint}".strip())

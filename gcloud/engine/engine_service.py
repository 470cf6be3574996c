"""The Engine service: what a program says beside its registrations."""

from collections.abc import Callable
from typing import Final, NoReturn

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

from gcloud.engine.events import Severity

_SEVERITIES: Final[tuple[Severity, ...]] = ("debug", "info", "warning", "error")


class EngineService(engine_pb2_grpc.EngineServicer):
    """Passes a program's log on and keeps its root resource.

    Args:
        say: told of each message: severity, text, URN.
    """

    def __init__(self, say: Callable[[Severity, str, str], None]) -> None:
        self._say = say
        self._root = ""
        self.errors = 0

    def Log(self, request: engine_pb2.LogRequest, context: grpc.ServicerContext) -> empty_pb2.Empty:  # noqa: ARG002, N802 - the protocol's
        """Pass a message on; an error message makes the run fail, as it does in the official engine."""
        severity = _SEVERITIES[request.severity]
        if severity == "error":
            self.errors += 1
        if severity != "debug":
            self._say(severity, request.message, request.urn)
        return empty_pb2.Empty()

    def GetRootResource(  # noqa: N802 - the protocol's
        self,
        request: engine_pb2.GetRootResourceRequest,  # noqa: ARG002 - the protocol's
        context: grpc.ServicerContext,  # noqa: ARG002 - the protocol's
    ) -> engine_pb2.GetRootResourceResponse:
        """Give the root resource's URN."""
        return engine_pb2.GetRootResourceResponse(urn=self._root)

    def SetRootResource(  # noqa: N802 - the protocol's
        self,
        request: engine_pb2.SetRootResourceRequest,
        context: grpc.ServicerContext,  # noqa: ARG002 - the protocol's
    ) -> engine_pb2.SetRootResourceResponse:
        """Keep the root resource's URN."""
        self._root = request.urn
        return engine_pb2.SetRootResourceResponse()

    def RequirePulumiVersion(  # noqa: N802 - the protocol's
        self,
        request: engine_pb2.RequirePulumiVersionRequest,
        context: grpc.ServicerContext,
    ) -> NoReturn:
        """Refuse to be measured by the official CLI's versions."""
        context.abort(
            grpc.StatusCode.FAILED_PRECONDITION,
            f"the program asks for Pulumi {request.pulumi_version_range}, and this is the embedded engine; "
            "use --engine pulumi",
        )

    def StartDebugging(  # noqa: N802 - the protocol's
        self,
        request: engine_pb2.StartDebuggingRequest,
        context: grpc.ServicerContext,  # noqa: ARG002 - the protocol's
    ) -> empty_pb2.Empty:
        """Tell how to reach the program's debugger."""
        self._say("info", request.message, "")
        return empty_pb2.Empty()

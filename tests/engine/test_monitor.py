"""What the services answer beside registrations."""

import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import callback_pb2, engine_pb2, resource_pb2, resource_pb2_grpc

from gcloud.engine.engine_service import EngineService
from gcloud.engine.monitor import FEATURES, MonitorService
from tests.engine.memory import nothing
from tests.engine.script import Context, RefusedError


def asked(stack, question):
    answers = []
    result = stack.script(lambda p: answers.append(question(p.monitor))).preview()
    return result, answers


def test_only_what_is_implemented_is_advertised(stack):
    _, (info,) = asked(stack, lambda monitor: monitor.GetDeploymentInfo(empty_pb2.Empty(), Context()))
    names = {resource_pb2.ResourceMonitorFeature.Name(number) for number in info.supportedFeatures}
    assert names == {
        f"RESOURCE_MONITOR_FEATURE_{name}"
        for name in ("SECRETS", "RESOURCE_REFERENCES", "OUTPUT_VALUES", "ALIAS_SPECS", "DELETED_WITH")
    }
    assert (info.project, info.stack, info.dryRun) == ("project", "stack", True)


@pytest.mark.parametrize(("feature", "there"), [*((name, True) for name in FEATURES), ("transforms", False)])
def test_a_feature_can_be_asked_for(stack, feature, there):
    request = resource_pb2.SupportsFeatureRequest(id=feature)
    _, (answer,) = asked(stack, lambda monitor: monitor.SupportsFeature(request, Context()))
    assert answer.hasSupport is there


@pytest.mark.parametrize(
    ("method", "request_", "named"),
    [
        ("Call", resource_pb2.ResourceCallRequest(tok="mem:index:Net/ping"), "mem:index:Net/ping"),
        ("RegisterStackTransform", callback_pb2.Callback(), "stack transforms"),
        ("RegisterStackInvokeTransform", callback_pb2.Callback(), "invoke transforms"),
        ("RegisterResourceHook", resource_pb2.RegisterResourceHookRequest(name="h"), "hook h"),
        ("RegisterErrorHook", resource_pb2.RegisterErrorHookRequest(name="h"), "hook h"),
        ("RegisterPackage", resource_pb2.RegisterPackageRequest(name="dyn"), "package dyn"),
        (
            "ExistsResource",
            resource_pb2.ExistsResourceRequest(type="mem:index:Net", id="7"),
            "mem:index:Net 7",
        ),
    ],
)
def test_what_is_not_done_is_refused_by_name(stack, method, request_, named):
    result, _ = asked(stack, lambda monitor: getattr(monitor, method)(request_, Context()))
    assert named in result.failures[0].error.message
    assert "--engine pulumi" in result.failures[0].error.message


def test_every_method_of_the_protocol_has_an_answer():
    methods = {name for name in dir(resource_pb2_grpc.ResourceMonitorServicer) if name[0].isupper()}
    assert methods <= set(vars(MonitorService))


def test_the_log_is_passed_on_and_an_error_in_it_counts():
    told = []
    service = EngineService(lambda *words: told.append(words))
    for severity in (engine_pb2.DEBUG, engine_pb2.INFO, engine_pb2.ERROR):
        service.Log(engine_pb2.LogRequest(severity=severity, message="m", urn="u"), Context())
    assert told == [("info", "m", "u"), ("error", "m", "u")]
    assert service.errors == 1


def test_the_root_resource_is_kept():
    service = EngineService(nothing)
    service.SetRootResource(engine_pb2.SetRootResourceRequest(urn="urn"), Context())
    assert service.GetRootResource(engine_pb2.GetRootResourceRequest(), Context()).urn == "urn"


def test_this_engine_is_not_measured_by_the_official_versions():
    request = engine_pb2.RequirePulumiVersionRequest(pulumi_version_range=">=3.1")
    with pytest.raises(RefusedError, match=r">=3\.1.*embedded engine"):
        EngineService(nothing).RequirePulumiVersion(request, Context())

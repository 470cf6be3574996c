"""What a person reads when a cloud refuses, and what nobody ever reads."""

import json
from pathlib import Path

import pytest
import requests
import yaml
from keystoneauth1 import exceptions as auth
from openstack import exceptions as sdk

from gcloud.cloud import errors
from gcloud.cloud.redact import redact
from gcloud.errors import CloudError, ExitCode

REFUSALS = yaml.safe_load((Path(__file__).parent / "data" / "refusals.yaml").read_text())


def answer(status: int, body: object) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response._content = json.dumps(body).encode()
    response.headers["Content-Type"] = "application/json"
    response.headers["x-openstack-request-id"] = "req-1"
    response.url = "http://127.0.0.1/compute/servers"
    return response


@pytest.mark.parametrize("row", REFUSALS, ids=[row["case"] for row in REFUSALS])
def test_a_refusal_says_what_happened_to_what_and_what_to_do(row):
    with (
        pytest.raises(CloudError) as caught,
        errors.explained("creating server web1", cloud="lab"),
    ):
        sdk.raise_from_response(answer(row["status"], row["body"]))
    error = caught.value
    assert type(error).__name__ == row["error"]
    assert "server web1 on cloud lab" in error.message
    assert all(part in error.message for part in row["message"])
    assert all(part in error.hint for part in row["hint"])
    assert error.data["status"] == row["status"]
    assert error.data["request_id"] == "req-1"
    assert error.data.get("quota") == row.get("quota")
    assert error.exit_code is ExitCode.REFUSED
    json.dumps(error.data)


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (auth.EndpointNotFound("volumev3 endpoint in RegionOne"), errors.ServiceMissingError,
         "no such service"),
        (auth.EmptyCatalog(), errors.ServiceMissingError, "no such service"),
        (auth.DiscoveryFailure("no versions"), errors.UnreachableError, "does not speak OpenStack"),
        (auth.MissingRequiredOptions([]), errors.CredentialsError, "incomplete"),
        (auth.SSLError("x https://a: certificate verify failed: self-signed certificate (_ssl.c)"),
         errors.UnreachableError, "self-signed certificate"),
        (auth.SSLError("x https://a: [SSL: WRONG_VERSION_NUMBER] wrong version number"),
         errors.UnreachableError, "does not speak TLS"),
        (sdk.SDKException("odd"), CloudError, "odd"),
    ],
)  # fmt: skip
def test_other_failures_are_told_apart(error, kind, words):
    told = errors.explain(error, "asking")
    assert type(told) is kind
    assert words in told.message
    assert told.hint


@pytest.mark.parametrize(
    "text",
    [
        "token gAAAAABnSECRETSECRETSECRETSECRETSECRET was refused",
        "X-Auth-Token: SECRETSECRET",
        "{'X-Auth-Token': 'SECRETSECRET'}",
        "Authorization: Bearer SECRETSECRET",
        '{"password": "SECRETSECRET"}',
        "adminPass='SECRET SECRET', name='x'",
        "connecting to http://admin:SECRETSECRET@10.0.0.1:5000/v3",
        "secret = SECRETSECRET",
    ],
)
def test_secrets_are_redacted_whatever_a_service_echoes(text):
    assert "SECRET" not in redact(text)
    told = errors.explain(sdk.SDKException(text), "asking")
    assert "SECRET" not in told.message


def test_redaction_leaves_the_rest():
    text = "Quota exceeded for cores: see https://10.0.0.1:8774/v2.1/servers"
    assert redact(text) == text


def test_long_texts_are_cut_to_a_sentence():
    told = errors.explain(sdk.SDKException("word " * 1000), "asking")
    assert len(told.message) < 500

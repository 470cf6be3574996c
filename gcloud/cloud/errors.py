"""What the cloud's refusals mean, in words.

openstacksdk and keystoneauth raise some sixty exceptions whose texts are made
for developers. Here each becomes one sentence about what happened to what, one
about what to do next, and facts for machines. Nothing that could be a token or
a password passes: what services echo is redacted first.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
from keystoneauth1 import exceptions as auth
from openstack import exceptions as sdk

from gcloud.cloud.certificate import shown
from gcloud.cloud.patience import NeverLeftError, NoAnswerError, reason
from gcloud.cloud.quota import about_a_quota, quota_figures
from gcloud.cloud.redact import redact
from gcloud.errors import CloudError, UnansweredError


class UnreachableError(CloudError):
    """Nobody answers at the cloud's address."""


class CredentialsError(CloudError):
    """The cloud does not accept who we say we are."""


class ServiceMissingError(CloudError):
    """The cloud's catalogue names no such service, or it is not up yet."""


class NotAllowedError(CloudError):
    """The cloud knows us and refuses this."""


class NotFoundError(CloudError):
    """The object is not there."""


class ConflictError(CloudError):
    """Something else is there or still uses it (HTTP 409)."""


class QuotaError(CloudError):
    """The project's quota does not allow it; `data` keeps the figures."""


class BusyError(CloudError):
    """The service asks to be left alone for a while (429), or is not ready (503)."""


LIBRARY_ERRORS = (sdk.SDKException, auth.ClientException, requests.RequestException)
"""What the libraries below raise for anything that a cloud does."""


@contextmanager
def explained(doing: str, *, cloud: str = "") -> Iterator[None]:
    """Turn any library error of the block into a CloudError.

    Args:
        doing: what was being done to what, as a gerund: "creating server web1".
        cloud: the cloud's name, where it helps the reader.
    """
    try:
        yield
    except LIBRARY_ERRORS as error:
        raise explain(error, doing, cloud=cloud) from error


def explain(error: Exception, doing: str, *, cloud: str = "") -> CloudError:
    """The CloudError for a library's error.

    Args:
        error: what openstacksdk, keystoneauth or requests raised.
        doing: as in `explained`.
        cloud: the cloud's name.
    """
    where = f" on cloud {cloud}" if cloud else ""
    status = status_of(error)
    if status is not None:
        return _answered(error, status, f"{doing}{where}")
    return _unanswered(error, f"{doing}{where}", cloud)


def status_of(error: BaseException) -> int | None:
    """The HTTP status that `error` reports, if a service answered at all."""
    for name in ("status_code", "http_status"):
        value = getattr(error, name, None)
        if isinstance(value, int):
            return value
    return None


def _unanswered(error: Exception, doing: str, cloud: str) -> CloudError:
    original = getattr(error, "original", None) or error
    text = redact(_said(error))
    address = _address(original) or _address_in(text)
    at = f" at {address}" if address else ""
    data: dict[str, Any] = {"address": address} if address else {}
    section = f"the entry {cloud!r} in clouds.yaml" if cloud else "clouds.yaml"
    if isinstance(original, auth.SSLError | requests.exceptions.SSLError):
        return _insecure(f"{_cap(doing)} failed: no secure connection{at}: {_tls(text)}", address, section)
    if isinstance(original, NoAnswerError | auth.ConnectTimeout):
        return UnansweredError(
            f"{_cap(doing)} was sent{at} and not answered: {reason(original)}.",
            hint="It may have happened or not. Run again: what is there is looked up first.",
            data=data,
        )
    if isinstance(original, NeverLeftError | auth.ConnectionError):
        return UnreachableError(
            f"{_cap(doing)} failed: nobody answers{at}: {reason(original)}.",
            hint=f"Check that the cloud is up and that {section} has the right address.",
            data=data,
        )
    return _not_understood(error, doing, section, at)


def _insecure(what: str, address: str, section: str) -> CloudError:
    certificate = shown(address)
    if certificate is None:
        hint = f"Check that {section} has the right scheme (https or http) and the authority's cacert."
        return UnreachableError(f"{what}.", hint=hint, data={"address": address} if address else {})
    hint = (
        f"If that is the right authority, name the file with its certificate as `cacert` in {section}; "
        "if not, somebody may stand in between."
    )
    if certificate.expired():
        hint = (
            "Have the cloud's certificate renewed; if that date has not come yet, set this machine's clock."
        )
    elif "mismatch" in what:
        hint = f"Use one of the certificate's own names in {section}: {', '.join(certificate.names)}."
    return UnreachableError(
        f"{what}: {certificate.words}.",
        hint=hint,
        data={
            "address": address,
            "certificate": {
                "subject": certificate.subject,
                "issuer": certificate.issuer,
                "names": list(certificate.names),
                "ends": certificate.ends.isoformat(),
            },
        },
    )


def _not_understood(error: Exception, doing: str, section: str, at: str) -> CloudError:
    text = redact(_said(error))
    if isinstance(error, auth.EndpointNotFound | sdk.EndpointNotFound | sdk.ServiceDiscoveryException):
        return ServiceMissingError(
            f"{_cap(doing)} failed: the cloud's catalogue has no such service: {text}.",
            hint="Check the region, and that the service is installed and registered with Keystone.",
        )
    if isinstance(error, sdk.NotSupported):
        return BusyError(
            f"{_cap(doing)} failed: the service names no version that can be used: {_first(text)}.",
            hint="Most often it is not up yet: see its log, then run again.",
        )
    if isinstance(error, auth.DiscoveryFailure | auth.InvalidResponse | sdk.InvalidResponse):
        return UnreachableError(
            f"{_cap(doing)} failed: what answers{at} does not speak OpenStack: {_first(text)}.",
            hint=f"Check the address in {section}, and that no proxy stands in between.",
        )
    if isinstance(error, auth.AuthPluginException | auth.MissingAuthMethods | auth.AuthorizationFailure):
        return CredentialsError(
            f"{_cap(doing)} failed: the credentials are incomplete: {_first(text)}.",
            hint=f"Complete {section}.",
        )
    return CloudError(
        f"{_cap(doing)} failed: {_first(text)}.", hint="Run again; if it stays, see the service's log."
    )


def _answered(error: Exception, status: int, doing: str) -> CloudError:
    said = redact(_details(error))
    data: dict[str, Any] = {"status": status}
    if request_id := getattr(error, "request_id", None):
        data["request_id"] = str(request_id)
    tail = f": {said}" if said else ""
    figures = quota_figures(said)
    if figures or (status in {403, 409, 413} and about_a_quota(said)):
        return QuotaError(
            f"{_cap(doing)} exceeds a quota{tail}",
            hint="Raise the project's quota or ask for less; `openstack quota show --usage` lists both.",
            data=data | figures,
        )
    table: Mapping[int, tuple[type[CloudError], str, str]] = {
        400: (
            CloudError,
            "was refused as invalid",
            "Correct what the cloud names; nothing was changed by this call.",
        ),
        401: (
            CredentialsError,
            "was refused: wrong or expired credentials",
            "Check user, password and project in clouds.yaml.",
        ),
        403: (
            NotAllowedError,
            "is not allowed",
            "Use an account whose role allows it, or declare the cloud as one without administrator rights.",
        ),
        404: (NotFoundError, "failed: not found", "It may have been removed behind our back; run again."),
        409: (
            ConflictError,
            "collides with what is there",
            "Remove or rename what is in the way, or wait until it is no longer used; then run again.",
        ),
        413: (BusyError, "was refused as too large", "Ask for less, or raise the service's limit."),
        429: (BusyError, "was refused: too many calls", "Run again in a while, or with a lower --parallel."),
        503: (
            BusyError,
            "failed: the service is not ready",
            "Wait until the cloud has started (its service's log tells more), then run again.",
        ),
    }
    kind, verdict, hint = table.get(
        status,
        (CloudError, f"failed inside the cloud (HTTP {status})", "See the service's log; then run again."),
    )
    return kind(f"{_cap(doing)} {verdict}{tail}", hint=hint, data=data)


def _details(error: Exception) -> str:
    details = getattr(error, "details", None)
    return _first(str(details)) if details else _first(_said(error))


def _said(error: BaseException) -> str:
    return str(getattr(error, "message", None) or error)


def _first(text: str, limit: int = 400) -> str:
    line = " ".join(text.split())
    return (line[: limit - 1] + "…" if len(line) > limit else line).rstrip(".")


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tls(text: str) -> str:
    found = re.search(
        r"certificate verify failed: (.+?)\.? *(?:\(|'\)|\]|$)|(WRONG_VERSION_NUMBER|wrong version number)",
        text,
    )
    if found and found.group(1):
        return found.group(1).strip()
    return "the server does not speak TLS" if found else _first(text, 160)


def _address(error: object) -> str:
    request = getattr(error, "request", None)
    return _address_in(str(getattr(request, "url", "") or ""))


def _address_in(text: str) -> str:
    found = re.search(r"https?://[^\s/'\"?]+", text)
    return redact(found.group(0)) if found else ""

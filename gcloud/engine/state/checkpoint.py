"""The checkpoint file, version 3 (and 4, which is 3 with a list of features).

    {"version": 3, "checkpoint": {"stack": "organization/PROJECT/STACK", "latest": {
        "manifest": {"time", "magic", "version"}, "secrets_providers": {...},
        "resources": [...], "pending_operations": [...], "metadata": {}}}}

Reading keeps all that we do not know of. The magic is the SHA-256 of the
version text; the official engine refuses a checkpoint whose magic is wrong.

Source: Pulumi's sdk/go/common/apitype/core.go (DeploymentV3, ManifestV1) and
pkg/resource/stack/{checkpoint,deployment}.go.
"""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from gcloud.engine.state.errors import StateCorruptError, StateError

VERSION: Final = 3
VERSION_WITH_FEATURES: Final = 4
KNOWN_FEATURES: Final = frozenset({"taint", "replaceWith", "refreshBeforeUpdate"})
"""Features of version 4 whose meaning we keep; a checkpoint with others is refused."""
ENGINE_VERSION: Final = "v3.260.0"
"""The version of the official engine whose format this is; it stands in the manifest."""
PASSPHRASE_TYPE: Final = "passphrase"  # noqa: S105 - a provider's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A checkpoint with its resources still encoded (see gcloud.engine.state.codec).

    Args:
        stack: organization/PROJECT/STACK.
        salt: the passphrase provider's; None for a stack that has no secrets provider yet.
        resources: encoded entries in dependency order.
        pending: encoded operations `{"resource": …, "type": "creating"}` in flight when it was written.
        features: of version 4.
        time: when it was written, RFC 3339.
        manifest_extra: members of the manifest beside time, magic and version.
        latest_extra: members of `latest` that we do not know.
        extra: members of the checkpoint beside `stack` and `latest`.
    """

    stack: str
    salt: str | None = None
    resources: tuple[Mapping[str, Any], ...] = ()
    pending: tuple[Mapping[str, Any], ...] = ()
    features: frozenset[str] = frozenset()
    time: str = ""
    manifest_extra: Mapping[str, Any] = field(default_factory=dict)
    latest_extra: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


def now() -> str:
    """Give the time as the official engine writes it: UTC, nanoseconds."""
    moment = time.time_ns()
    seconds = datetime.fromtimestamp(moment // 10**9, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{seconds}.{moment % 10**9:09d}Z"


def magic(version: str) -> str:
    """Compute the manifest's magic from its version."""
    return hashlib.sha256(version.encode()).hexdigest() if version else ""


def digest(content: bytes) -> str:
    """Give the hash by which a journal names its checkpoint."""
    return hashlib.sha256(content).hexdigest()


def parse(content: bytes) -> Checkpoint:
    """Read a checkpoint file.

    Raises:
        StateCorruptError: it is no checkpoint; the message goes after the file's name.
        StateError: it is a sound checkpoint that this version can't use.
    """
    try:
        whole = json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise StateCorruptError(f"it is not JSON ({error})") from error
    if not isinstance(whole, dict) or not isinstance(whole.get("checkpoint"), dict):
        raise StateCorruptError("it has no checkpoint in it")
    inner = dict(whole["checkpoint"])
    stack, latest = _part(inner, "stack", str), inner.pop("latest", None)
    if latest is None:  # as `pulumi stack init` leaves it
        return Checkpoint(stack=stack, extra=inner)
    if not isinstance(latest, dict):
        raise StateCorruptError("its latest is no object")
    features = _features(whole)
    latest = dict(latest)
    manifest = _part(latest, "manifest", dict)
    if manifest.get("magic") != magic(str(manifest.get("version", ""))):
        raise StateCorruptError("the magic of its manifest does not belong to its version")
    return Checkpoint(
        stack=stack,
        salt=_salt(latest.pop("secrets_providers", None)),
        resources=tuple(_part(latest, "resources", list)),
        pending=tuple(_part(latest, "pending_operations", list)),
        features=features,
        time=str(manifest.get("time", "")),
        manifest_extra={
            name: manifest[name] for name in manifest if name not in {"time", "magic", "version"}
        },
        latest_extra=latest,
        extra=inner,
    )


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no JSON number")


def _features(whole: dict[str, Any]) -> frozenset[str]:
    version = whole.get("version")
    if version not in (VERSION, VERSION_WITH_FEATURES):
        raise StateError(
            f"its format is version {version}, and this engine knows 3 and 4",
            hint="Open and save it once with the official CLI (pulumi stack export, then import).",
        )
    features = _part(whole, "features", list)
    if not all(isinstance(feature, str) for feature in features):
        raise StateCorruptError("its features are no texts")
    unknown = sorted(set(features) - KNOWN_FEATURES)
    if unknown:
        raise StateError(
            f"it uses what the embedded engine does not know: {', '.join(unknown)}",
            hint="Use the official CLI for this stack (--engine pulumi).",
        )
    return frozenset(features)


def _part(whole: dict[str, Any], name: str, kind: type) -> Any:  # noqa: ANN401 - of that kind
    value = whole.pop(name, None)
    if value is None:
        return kind()
    if type(value) is not kind:
        raise StateCorruptError(f"its {name} is a {type(value).__name__}")
    return value


def _salt(provider: object) -> str | None:
    if provider is None:
        return None
    if not isinstance(provider, dict):
        raise StateCorruptError("its secrets_providers is no object")
    if provider.get("type") != PASSPHRASE_TYPE:
        raise StateError(
            f"its secrets are encrypted by the provider {provider.get('type')!r}",
            hint="The embedded engine knows the passphrase provider only; change it with "
            "`pulumi stack change-secrets-provider passphrase`, or use --engine pulumi.",
        )
    state = provider.get("state")
    if not isinstance(state, dict) or not isinstance(state.get("salt"), str):
        raise StateCorruptError("its passphrase provider has no salt")
    return str(state["salt"])


def render(checkpoint: Checkpoint) -> bytes:
    """Write a checkpoint file: compact, as the official engine does since it stopped indenting."""
    manifest = {
        "time": checkpoint.time or now(),
        "magic": magic(ENGINE_VERSION),
        "version": ENGINE_VERSION,
        **checkpoint.manifest_extra,
    }
    latest: dict[str, Any] = {"manifest": manifest}
    if checkpoint.salt is not None:
        latest["secrets_providers"] = {"type": PASSPHRASE_TYPE, "state": {"salt": checkpoint.salt}}
    if checkpoint.resources:
        latest["resources"] = checkpoint.resources
    if checkpoint.pending:
        latest["pending_operations"] = checkpoint.pending
    latest |= {"metadata": {}, **checkpoint.latest_extra}
    whole: dict[str, Any] = {"version": VERSION_WITH_FEATURES if checkpoint.features else VERSION}
    if checkpoint.features:
        whole["features"] = sorted(checkpoint.features)
    whole["checkpoint"] = {"stack": checkpoint.stack, "latest": latest, **checkpoint.extra}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()

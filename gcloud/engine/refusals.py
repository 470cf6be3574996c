"""What of the protocol's requests this engine serves; everything else is refused by its name.

Each field of a request is served, or has no effect here for a reason, or is
refused. What is in neither of the first two lists is refused as soon as a
program sets it, also if it comes with a later SDK than the one that this was
written for: nothing that a program relies on is silently left out.

Source: proto/pulumi/resource.proto of the SDK 3.272; docs/reference/conformance.md shows the same to people.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from gcloud.engine.interface import Provider
from gcloud.errors import InputError

_UNDERSTOOD: Final = "says what the SDK understands; every SDK that this engine hosts does"
_CAPABILITIES: Final[Mapping[str, str]] = {
    "acceptResources": _UNDERSTOOD,
    "accepts_byte_string": "says what the SDK understands; this engine sends no byte strings",
    "stackTrace": "for displays; the source position says where",
    "parentStackTraceHandle": "for displays; the source position says where",
}


class UnsupportedFeatureError(InputError):
    """A program asks for something that this engine doesn't do."""


class UnsupportedTypeError(InputError):
    """A program uses a resource type or a data source that no provider here serves."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What becomes of a message's fields.

    Args:
        served: fields that do here what they do in the official engine.
        without_effect: fields that may be set and do nothing here, with the reason.
        refused: how a refused field is named to people; one that isn't listed is named as it is.
    """

    served: frozenset[str]
    without_effect: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PLUGIN: Final[Mapping[str, str]] = {
    "packageRef": "parameterized packages",
    "pluginDownloadURL": "the option plugin_download_url",
    "pluginChecksums": "plugin checksums",
}

COVERED: Final[Mapping[str, Coverage]] = {
    "RegisterResourceRequest": Coverage(
        served=_names(
            "type name parent custom object protect dependencies provider propertyDependencies "
            "deleteBeforeReplace version ignoreChanges additionalSecretOutputs aliasURNs customTimeouts "
            "deleteBeforeReplaceDefined providers replaceOnChanges retainOnDelete aliases deletedWith "
            "importId sourcePosition"
        ),
        without_effect={
            **_CAPABILITIES,
            "acceptSecrets": _UNDERSTOOD,
            "supportsPartialValues": _UNDERSTOOD,
            "supportsResultReporting": _UNDERSTOOD,
            "aliasSpecs": "only the Node.js SDK needs it",
        },
        refused={
            **_PLUGIN,
            "remote": "remote components",
            "transforms": "the option transforms",
            "state_migrations": "the option state_migrations",
            "replace_with": "the option replace_with",
            "replacement_trigger": "the option replacement_trigger",
            "envVarMappings": "the option env_var_mappings",
            "hideDiffs": "the option hide_diffs",
            "hooks": "resource hooks",
            "snippetId": "snippets",
        },
    ),
    "CustomTimeouts": Coverage(
        served=frozenset({"create", "update", "delete"}), refused={"read": "the read timeout"}
    ),
    "Alias": Coverage(served=frozenset({"urn", "spec"})),
    "Spec": Coverage(served=frozenset({"name", "type", "stack", "project", "parentUrn", "noParent"})),
    "ReadResourceRequest": Coverage(
        served=_names(
            "id type name parent properties dependencies provider version additionalSecretOutputs "
            "sourcePosition"
        ),
        without_effect={**_CAPABILITIES, "acceptSecrets": _UNDERSTOOD},
        refused=_PLUGIN,
    ),
    "ResourceInvokeRequest": Coverage(
        served=frozenset({"tok", "args", "provider", "version", "sourcePosition"}),
        without_effect={**_CAPABILITIES, "accept_output_values": "answers hold plain values, which they may"},
        refused={
            **_PLUGIN,
            "dependsOn": "an invoke's depends_on, left to the engine by the SDK",
            "parent": "an invoke's parent, left to the engine by the SDK",
        },
    ),
    "RegisterResourceOutputsRequest": Coverage(served=frozenset({"urn", "outputs"})),
}
"""By message name."""


def refuse_unsupported(request: Any, what: str) -> None:  # noqa: ANN401 - any of the messages above
    """Refuse a request that asks for what this engine doesn't do.

    Args:
        request: one of the messages in `COVERED`.
        what: whose request it is, for the error.

    Raises:
        UnsupportedFeatureError: it does; every such wish is named.
    """
    named = list(_unsupported(request))
    if request.DESCRIPTOR.name == "RegisterResourceRequest":
        named += _unsupported(request.customTimeouts)
        for alias in request.aliases:
            named += [*_unsupported(alias), *_unsupported(alias.spec)]
    if named:
        raise UnsupportedFeatureError(
            f"{what}: {' and '.join(named)} not supported by the embedded engine",
            hint="Leave it out of the program, or use --engine pulumi.",
            data={"features": named},
        )


def refuse_unserved(what: str, provider: Provider) -> None:
    """Refuse a resource type, or a data source by its token, that its provider doesn't serve.

    Raises:
        UnsupportedTypeError: it doesn't.
    """
    if sentence := provider.unsupported(what):
        raise UnsupportedTypeError(
            sentence,
            hint="Use a type that is supported, or --engine pulumi with the official CLI.",
            data={"type": what},
        )


def _unsupported(message: Any) -> list[str]:  # noqa: ANN401 - any of the messages above
    covered = COVERED[message.DESCRIPTOR.name]
    return [
        covered.refused.get(entry.name, f"the field {entry.name}")
        for entry, value in message.ListFields()
        if entry.name not in covered.served
        and entry.name not in covered.without_effect
        # The SDK sends some messages whether there is anything in them or not.
        and not (hasattr(value, "ByteSize") and value.ByteSize() == 0)
    ]

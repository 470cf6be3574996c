"""The engine's own settings in a stack's configuration: the keys of the namespace `pulumi`.

Source: pkg/cmd/pulumi/autonaming/config.go; pkg/resource/deploy/source_eval.go (default providers).
"""

import json
from collections.abc import Mapping
from typing import Final

from gcloud.engine.refusals import UnsupportedFeatureError
from gcloud.engine.values import Value
from gcloud.errors import InputError

NAMESPACE: Final = "pulumi"
DISABLED: Final = "disable-default-providers"
_SERVED: Final = frozenset({DISABLED})
_WITHOUT_EFFECT: Final = frozenset({"tags"})
"""Labels of a stack in the vendor's service; a folder has none."""


def refuse_settings(config: Mapping[str, Value]) -> None:
    """Refuse settings of the engine that this one doesn't serve.

    Args:
        config: a stack's configuration by full key.

    Raises:
        UnsupportedFeatureError: there is one; all of them are named.
    """
    names = (key.partition(":") for key in config)
    asked = {name for namespace, _, name in names if namespace == NAMESPACE} - _SERVED - _WITHOUT_EFFECT
    if asked:
        named = [f"{NAMESPACE}:{name}" for name in sorted(asked)]
        raise UnsupportedFeatureError(
            f"the setting {' and '.join(named)} is not supported by the embedded engine",
            hint="Remove it from the stack's configuration, or use --engine pulumi.",
            data={"features": named},
        )


def disabled_defaults(settings: Mapping[str, Value]) -> frozenset[str]:
    """Give the packages that must not have a default provider; `*` stands for all.

    Args:
        settings: the configuration's part of the namespace `pulumi`.

    Raises:
        InputError: the setting is no JSON list of names.
    """
    text = settings.get(DISABLED, "[]")
    try:
        names = json.loads(text)
    except (TypeError, ValueError):
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InputError(
            f"the setting {NAMESPACE}:{DISABLED} is no list of packages: {text!r}",
            hint="Write a JSON list in one text: '[\"openstack\"]'.",
        )
    return frozenset(names)

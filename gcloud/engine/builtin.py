"""The providers that the engine brings with it: stack references and dynamic resources."""

from gcloud.engine.dynamic import PACKAGE, DynamicProvider
from gcloud.engine.interface import Provider
from gcloud.engine.plugin import Plugins
from gcloud.engine.pool import MakeProvider
from gcloud.engine.stack_reference import StackOutputs, StackReferences


def with_builtin(others: MakeProvider, outputs: StackOutputs, plugins: Plugins) -> MakeProvider:
    """Give a maker of providers that knows the engine's own too.

    Args:
        others: makes the providers of every other package.
        outputs: gives another stack's outputs.
        plugins: runs the code of dynamic resources.
    """

    def make(package: str) -> Provider:
        if package == "pulumi":
            return StackReferences(outputs)
        if package == PACKAGE:
            return DynamicProvider(plugins)
        return others(package)

    return make

"""What a run must not say, whoever says it.

A cloud that refuses a request likes to repeat it, a password included. So all that
a run tells in words goes through here: the secrets of the state and of what the
program asks for are struck out, in the forms in which an error writes a value.
"""

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gcloud.engine.state.properties import SHORTEST_REDACTED
from gcloud.engine.values import SECRET_TEXT, Secret, leaves
from gcloud.errors import GovCloudError


class Discretion:
    """The secrets that are known so far; they are gathered when something has to be said. Thread-safe."""

    def __init__(self) -> None:
        self._trees: list[Any] = []
        self._gathered = 0
        self._forms: set[str] = set()
        self._lock = threading.Lock()

    def hide(self, trees: Iterable[Any]) -> None:
        """Note property trees whose secrets must not be said."""
        self._trees.extend(trees)

    def text(self, text: str) -> str:
        """Strike the secrets out of a text."""
        forms = self._known() if text else ()
        for form in forms:
            if form in text:
                text = text.replace(form, SECRET_TEXT)
        return text

    def error(self, error: GovCloudError) -> None:
        """Strike the secrets out of an error, which others hold too."""
        error.message, error.hint = self.text(error.message), self.text(error.hint)
        error.data = self._tree(error.data)
        error.args = (error.message,)

    def _tree(self, tree: Any) -> Any:  # noqa: ANN401 - JSON-able
        if isinstance(tree, str):
            return self.text(tree)
        if isinstance(tree, Mapping):
            return {self._tree(key): self._tree(item) for key, item in tree.items()}
        return [self._tree(item) for item in tree] if isinstance(tree, list | tuple) else tree

    def _known(self) -> list[str]:
        with self._lock:
            while self._gathered < len(self._trees):
                tree = self._trees[self._gathered]
                self._gathered += 1
                self._forms |= {form for secret in _secrets(tree) for form in _forms(secret)}
            # The longest first: one secret may be a part of another.
            return sorted(self._forms, key=len, reverse=True)


def _secrets(tree: Any) -> Iterator[str]:  # noqa: ANN401 - a property tree
    if isinstance(tree, Secret):
        yield from (leaf for leaf in leaves(tree.value) if isinstance(leaf, str))
    elif isinstance(tree, Mapping):
        for item in tree.values():
            yield from _secrets(item)
    elif isinstance(tree, list | tuple):
        for item in tree:
            yield from _secrets(item)


def _forms(secret: str) -> Iterator[str]:
    if len(secret) >= SHORTEST_REDACTED:
        yield from (secret, json.dumps(secret)[1:-1], repr(secret)[1:-1])

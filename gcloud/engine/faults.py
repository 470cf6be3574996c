"""What goes wrong in a program beside its own lines: in the SDK's registrations, which run later.

The SDK ends a program at the first registration that it can't prepare, and says
neither where it stands nor of which resource it is. So its calls are watched:
each is noted with its resource and its line, one that fails leaves the others
alone, and when nothing moves any more, those that still wait are known.

Used in the program's process only.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gcloud.engine.frames import advice, calling_line, chain
from gcloud.engine.state import urn as urns

_LONGEST: Final = 600
_VALUE: Final = re.compile(r", value .*")
_STUCK: Final = (
    "it waits for ever: for itself by way of other resources, or for a value that never comes; "
    "see its dependencies"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One call of the SDK that failed.

    Args:
        urn: its resource's URN; the stack's if it is of none.
        position: where in the program, "file:line"; may be empty.
        message: what went wrong.
    """

    urn: str
    position: str
    message: str


@dataclass(frozen=True, slots=True)
class _Call:
    function: Callable[..., Any]
    position: str

    def detail(self, name: str) -> Any:  # noqa: ANN401 - whatever the SDK's function has around it
        """Give a variable that the SDK's function was made with; None if it has none of the name."""
        names = self.function.__code__.co_freevars
        if name not in names or self.function.__closure__ is None:
            return None
        return self.function.__closure__[names.index(name)].cell_contents


class Watch:
    """Watches the SDK's calls.

    Args:
        folder: the program's folder.
        project: the project's name.
        stack: the stack's name.
    """

    def __init__(self, folder: Path, project: str, stack: str) -> None:
        self._folder = folder
        self._project = project
        self._stack = stack
        self._waiting: dict[asyncio.Task[Any], _Call] = {}
        self._raised: list[BaseException] = []
        self._exports: dict[str, str] = {}
        self._parents: dict[int, Any] = {}
        self.faults: list[Fault] = []

    def install(self) -> None:
        """Take the place of the SDK's own bookkeeping of calls."""
        # Imported in the program's process, and only when there is a program to run.
        from pulumi.runtime.rpc_manager import RPCManager  # noqa: PLC0415
        from pulumi.runtime.stack import Stack  # noqa: PLC0415

        watch = self

        def do_rpc(manager: RPCManager, name: str, function: Callable[..., Any]) -> Callable[..., Any]:  # noqa: ARG001 - the SDK's
            call = _Call(function, calling_line(watch._folder))
            watch._note_parent(call)

            async def wrapper(*args: Any, **options: Any) -> tuple[Any, Exception | None]:  # noqa: ANN401 - passed on
                task = asyncio.ensure_future(function(*args, **options))
                # What the SDK waits for at the end must not raise: others still go on.
                manager.rpcs.append(asyncio.ensure_future(_at_rest(task)))
                watch._waiting[task] = call
                try:
                    return await task, None
                except Exception as error:  # noqa: BLE001 - whatever it is, it is told
                    watch._failed(call, error)
                    return None, error
                finally:
                    del watch._waiting[task]

            return wrapper

        export = Stack.output

        def output(stack: Stack, name: str, value: Any) -> None:  # noqa: ANN401 - whatever the program exports
            watch._exports[name] = calling_line(watch._folder)
            export(stack, name, value)

        RPCManager.do_rpc = do_rpc  # type: ignore[method-assign, assignment]  # that is the purpose
        Stack.output = output  # type: ignore[method-assign, assignment]  # likewise

    def told(self, error: BaseException) -> bool:
        """Tell whether an error only repeats one of a call."""
        return any(one in self._raised for one in chain(error))

    def stuck(self) -> None:
        """Note that the calls that still wait will do so for ever, and end them."""
        for task, call in list(self._waiting.items()):
            self.faults.append(Fault(self._urn(call), call.position, _STUCK))
            task.cancel()

    async def rest(self) -> None:
        """Wait until every call has come to its end: the SDK goes at the first that fails."""
        while self._waiting:
            await asyncio.wait(list(self._waiting))
            # What waits for those begins its own calls now.
            await asyncio.sleep(0)

    def _failed(self, call: _Call, error: Exception) -> None:
        if self.told(error):
            return
        self._raised.append(error)
        # The SDK repeats the value, which may be a secret.
        message = _VALUE.sub("", str(error)) or type(error).__name__
        position = call.position
        if not position:
            named = [
                line for name, line in self._exports.items() if re.search(rf"\b{re.escape(name)}\b", message)
            ]
            position = (named or [*self._exports.values(), ""])[0]
        self.faults.append(Fault(self._urn(call), position, message[:_LONGEST] + advice(error)))

    def urn_of(self, error: BaseException) -> str:
        """Give the URN of the resource whose constructor an error has left; empty if there is none."""
        from pulumi import Resource  # noqa: PLC0415 - in the program's process, where there is a program to run

        trace = error.__traceback__
        found = ""
        while trace is not None:
            names = trace.tb_frame.f_locals
            made = names.get("__self__", names.get("self"))
            if isinstance(made, Resource):
                found = self._urn_of_unfinished(made, names) or found
            trace = trace.tb_next
        return found

    def _urn_of_unfinished(self, made: Any, names: Mapping[str, Any]) -> str:  # noqa: ANN401 - a resource of the SDK
        """Give the URN of a resource whose constructor runs, from what is known of it by then."""
        type_ = getattr(made, "_type", None) or getattr(type(made), "pulumi_type", None)
        name = getattr(made, "_name", None) or names.get("resource_name")
        if not isinstance(type_, str) or not isinstance(name, str) or type_ == urns.ROOT_TYPE:
            return ""
        if "urn" in made.__dict__:
            return self._urn_of(made)
        parent = getattr(names.get("opts"), "parent", None)
        return urns.make(self._stack, self._project, type_, name, self._urn_of(parent) or None)

    def _note_parent(self, call: _Call) -> None:
        if (options := call.detail("opts")) is not None:
            # The SDK fills the options in later, so it is they that are kept.
            self._parents[id(call.detail("res"))] = options

    def _urn(self, call: _Call) -> str:
        return self._urn_of(call.detail("res")) or urns.root(self._stack, self._project)

    def _urn_of(self, resource: Any) -> str:  # noqa: ANN401 - a resource of the SDK, or None
        if resource is None:
            return ""
        data = getattr(resource.__dict__.get("urn"), "_data", None)
        if data is not None and data.done() and not data.cancelled() and data.exception() is None:
            known = data.result().value
            if known:
                return str(known)
        parent = getattr(self._parents.get(id(resource)), "parent", None)
        type_, name = resource.pulumi_resource_type, resource.pulumi_resource_name
        return urns.make(self._stack, self._project, type_, name, self._urn_of(parent) or None)


async def _at_rest(task: asyncio.Task[Any]) -> None:
    await asyncio.wait([task])

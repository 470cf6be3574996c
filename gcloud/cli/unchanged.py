"""What `plan` and `up` say when nothing that a site's stacks depend on has changed.

They say it within half a second, whatever the site's size: nothing is loaded here
that reads a site or reaches a cloud.
"""

from typing import Any

from gcloud import __version__
from gcloud.cli.changes import show_changes
from gcloud.cli.surface import Surface
from gcloud.deploy.location import backend
from gcloud.deploy.outcome import Outcome
from gcloud.deploy.unchanged import all_unchanged
from gcloud.deploy.wish import Wish


def spared(surface: Surface, wish: Wish, **more: Any) -> int | None:  # noqa: ANN401 - JSON-able
    """End a command that has nothing to do; None if that is in any doubt.

    Args:
        surface: the command's surface.
        wish: what it was asked for.
        more: what the command's result has beside `plan`.
    """
    stacks = all_unchanged(wish)
    if not stacks:
        return None
    outcome = Outcome(counts={"same": sum(stack.resources for stack in stacks)}, unchanged=stacks)
    surface.text(f"{stacks[0].stack}, by the embedded engine:")
    surface.text()
    show_changes(surface, outcome)
    about = {
        "site": str(wish.site.resolve()),
        "stack": stacks[0].stack,
        "project": stacks[0].project,
        "stacks": [{"project": stack.project, "stack": stack.stack} for stack in stacks],
        "engine": "embedded",
        "engine_version": __version__,
        "state": backend(wish.site, wish.state).url,
    }
    return surface.finish({**about, "plan": outcome.as_json(), "api_calls": 0, **more})

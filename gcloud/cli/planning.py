"""The work of `plan`: preview a site's stacks and show what would be done."""

from pathlib import Path

from gcloud.cli.changes import show_changes
from gcloud.cli.output_file import write_text
from gcloud.cli.preview import preview
from gcloud.cli.surface import Surface
from gcloud.deploy.session import session
from gcloud.deploy.tenants.lowering import below_usage
from gcloud.deploy.wish import Wish
from gcloud.engine.process import Start
from gcloud.errors import ExitCode


def show_plan(
    surface: Surface,
    wish: Wish,
    file: Path | None,
    comment: Path | None,
    start: Start,
    *,
    details: bool,
    exit_code: bool,
) -> int:
    """Preview a site's stacks and show what would be done.

    Args:
        surface: the command's surface.
        wish: what it was asked for.
        file: where the plan is to be saved; None: it is not.
        comment: where it is to be written as Markdown; None: it is not.
        start: starts the programs' processes.
        details: list every new resource instead of grouping them.
        exit_code: tell by the exit code whether there is something to change.

    Returns:
        The command's exit code.
    """
    with session(wish, changes=False, recorded=False, sparing=True, start=start) as opened:
        outcome = preview(surface, opened)
        surface.text(f"{opened.target.stack}, by the {opened.engine.name} engine:")
        surface.text()
        show_changes(surface, outcome, details=details)
        if file is not None:
            from gcloud.deploy.saving import save  # noqa: PLC0415 - hashing is paid for by who saves

            saved = save(opened, wish, outcome, file)
            surface.text(f"Saved as {file} (plan {saved.plan[:8]}): govcloud up {wish.site} --plan {file}")
        if comment is not None:
            from gcloud.render.plan_comment import plan_comment  # noqa: PLC0415 - as above

            write_text(comment, plan_comment(opened.loaded.site.name, outcome.as_json()))
        refused = below_usage(opened.loaded.site, outcome, opened.gate)
        code = ExitCode.CHANGES if exit_code and outcome.pending else ExitCode.OK
        result = {"plan": outcome.as_json(), "saved": str(file) if file else None, "api_calls": opened.calls}
        code = refused.exit_code if refused else code
        return surface.finish({**opened.about(), **result}, code, error=refused)

"""A folder in which the official CLI may write, whatever folder the program is in.

The CLI keeps a stack's salt in the stack file beside Pulumi.yaml. A run must
neither dirty a checkout nor need to write into an installed package, so the CLI
works in `SITE/.govcloud/pulumi/`: a Pulumi.yaml there names the program by its
absolute path, which also remains the program's working directory.
"""

from pathlib import Path
from typing import Any

import yaml

from gcloud.deploy.location import prepare_local
from gcloud.deploy.target import Target
from gcloud.engine.state import stackfile
from gcloud.errors import InputError


def prepare_workspace(what: Target) -> Path:
    """Bring the workspace up to date and return its folder.

    What the CLI wrote into the stack file itself (its salt) stays.

    Raises:
        InputError: the site's folder can't be written.
    """
    prepare_local(what.site)
    try:
        project = yaml.safe_load((what.program.folder / "Pulumi.yaml").read_text(encoding="utf-8"))
        what.workspace.mkdir(exist_ok=True)
        _write(what.workspace / "Pulumi.yaml", {**project, "main": str(what.program.folder)})
        file = stackfile.path_of(what.workspace, what.stack)
        content = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else None
        content = dict(content or {})
        if what.settings.salt is not None:
            content["encryptionsalt"] = what.settings.salt
        _write(file, {**content, "config": dict(what.settings.config)})
    except OSError as error:
        raise InputError(
            f"{error.filename} can't be written: {error.strerror}.", hint="Make the site's folder writable."
        ) from error
    return what.workspace


def _write(file: Path, content: dict[str, Any]) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=True)
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")

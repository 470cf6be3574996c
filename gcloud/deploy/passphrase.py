"""Where a state's passphrase comes from.

The official CLI's two variables, then the operating system's keyring, then
whoever sits at the terminal.
"""

from collections.abc import Mapping

from gcloud.deploy.target import Target
from gcloud.deploy.wish import Ask
from gcloud.engine.state import checkpoint, files, keychain, rotation
from gcloud.engine.state.errors import StateError
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.secrets import FILE_VARIABLE, VARIABLE, missing, passphrase_from_environment


def passphrase_of(target: Target, environment: Mapping[str, str], ask: Ask | None = None) -> str:
    """Find the passphrase of a target's state.

    Args:
        target: whose state.
        environment: the process's variables.
        ask: asks a person, as the last resort.

    Raises:
        PassphraseError: nobody knows it, or its file can't be read.
        StateError: a change of the passphrase was interrupted.
    """
    if target.backend.folder is not None:
        # Until that is ended, no one passphrase fits all files.
        rotation.require_none(StackFiles.locate(target.backend.folder, target.program.project, target.stack))
    if VARIABLE in environment or environment.get(FILE_VARIABLE):
        return passphrase_from_environment(environment)
    kept = keychain.entry(target.backend.url)
    if kept is not None:
        return kept
    if ask is None:
        raise missing()
    return ask(target.backend.url, salt_of(target))


def salt_of(target: Target) -> str | None:
    """Give the salt that a target's passphrase must fit; None for what has none yet."""
    folder = target.backend.folder
    if folder is None:
        return target.settings.salt
    content = files.read(StackFiles.locate(folder, target.program.project, target.stack).checkpoint)
    try:
        kept = checkpoint.parse(content).salt if content else None
    except StateError:
        kept = None  # whoever opens the state says what is wrong with it
    return kept or target.settings.salt

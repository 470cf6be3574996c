"""What can be wrong with a state; each says what happened to which file and how to go on."""

from gcloud.errors import InputError, LockedError


class StateError(InputError):
    """The state can't be used as it is."""


class StateCorruptError(StateError):
    """A file of the state is damaged; it was moved aside, never overwritten."""


class StateWriteError(StateError):
    """The state can't be written: no right, no space."""


class PassphraseError(StateError):
    """The passphrase is missing or is not the state's."""


class StackLockedError(LockedError):
    """Another run holds the stack."""

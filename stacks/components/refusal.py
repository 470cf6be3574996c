"""What a component says when it is asked for something that it does not build.

Raised while the program is constructed, so a plan shows it before anything is touched.
"""

from gcloud.errors import InputError


class RefusedError(InputError):
    """A component was given what it refuses to build."""

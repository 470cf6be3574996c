"""A run of Ansible that came to nothing."""

from gcloud.errors import CloudError


class RunError(CloudError):
    """Ansible did not start, or ended before it came to any host."""

"""What the official CLI says when it fails, in our words."""

import re

from pulumi.automation.errors import CommandError, ConcurrentUpdateError

from gcloud.errors import CloudError, GovCloudError, InputError, LockedError

_MISSING_PLUGIN = re.compile(r"no (?P<kind>resource|language) plugin '(?P<name>[^']+)'", re.IGNORECASE)


def explained(error: CommandError) -> GovCloudError:
    """Say in our words what the CLI said, with the exit code that belongs to it.

    Args:
        error: what the Automation API raised; its text is the CLI's whole output.
    """
    text = str(error)
    if isinstance(error, ConcurrentUpdateError):
        return LockedError(
            "Another run of the official CLI holds the stack, or one that was killed has left its lock.",
            hint="Wait for it; if there is none any more, run `pulumi cancel` in the stack's folder.",
        )
    missing = _MISSING_PLUGIN.search(text)
    if missing:
        return InputError(
            f"The official engine has no {missing['kind']} plugin {missing['name']}, and downloads nothing.",
            hint="Install the plugin from a file (`pulumi plugin install --file`), or use --engine embedded.",
        )
    if "incorrect passphrase" in text:
        return InputError(
            "The passphrase is not the one that the state was written with.",
            hint="Correct PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.",
        )
    lines = [line.strip() for line in text.splitlines() if "error:" in line]
    reason = "; ".join(dict.fromkeys(lines)) or text.strip().splitlines()[-1]
    return CloudError(
        f"The official engine failed: {reason}", hint="The same command continues where it stopped."
    )

"""PAM as Debian keeps it: stacks made by pam-auth-update of profiles, and the files that modules read."""

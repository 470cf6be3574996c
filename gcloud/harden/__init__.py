"""Hosts brought to a baseline by Ansible: the run, what it says, whom it trusts, what it leaves behind."""

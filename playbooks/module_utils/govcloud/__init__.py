"""What runs on a hardened host: standard library only, Python 3.9 or newer, nothing of gcloud.

Modules of Ansible import it as ``ansible.module_utils.govcloud``, tests as ``govcloud``; among itself it
imports relatively, so that Ansible finds and sends every file.
"""

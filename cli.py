"""Run the command line from a checkout: ``python cli.py check examples/ha-tinh``.

Installed, the same is the command ``govcloud``.
"""

from gcloud.cli.main import main

if __name__ == "__main__":
    main()

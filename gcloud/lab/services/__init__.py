"""What the lab is made of: one service a file; `gcloud.lab.registry` lists them."""

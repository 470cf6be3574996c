"""Security updates of many hosts: looked at, brought wave by wave, gone on with after a kill."""

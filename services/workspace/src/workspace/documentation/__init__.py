"""The documentation of the services' APIs, from files on this machine: nothing comes from outside."""

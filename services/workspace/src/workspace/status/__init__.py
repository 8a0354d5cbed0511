"""The status page: how the services are, for anybody who opens the address."""

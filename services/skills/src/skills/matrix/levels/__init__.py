"""Which levels of which skills a caller asks for."""

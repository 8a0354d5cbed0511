"""Which skills the work of a team calls for."""

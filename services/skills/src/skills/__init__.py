"""The skills service: the catalogue, who holds what, and what is proposed."""

"""Making two skills one: the catalogue, what is held and what is proposed, in one transaction."""

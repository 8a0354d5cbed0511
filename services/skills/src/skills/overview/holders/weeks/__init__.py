"""Who held each skill at the end of each week, as the ledger tells it, as strings of bits."""

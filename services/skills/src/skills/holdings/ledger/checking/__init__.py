"""Whether what is held is what the ledger comes to, and making it so."""

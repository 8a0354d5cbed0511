"""What the ledger answers: every change of what persons hold, and who held what at any moment."""

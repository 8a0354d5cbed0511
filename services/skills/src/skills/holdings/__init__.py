"""What each person holds, what is proposed for them, and the ledger of every change: one aggregate."""

"""Who is to take which course by when, and how far they are."""

"""What the recommender has learned so far, for people who run it."""

"""The skills that the catalogue knows, as far as the recommender needs them."""

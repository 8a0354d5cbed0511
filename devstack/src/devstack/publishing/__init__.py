"""Publishing events as another system would: checked by the contracts, in CloudEvents binary mode."""

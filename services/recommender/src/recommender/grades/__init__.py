"""How good the proposals are, by what those who decide made of them."""

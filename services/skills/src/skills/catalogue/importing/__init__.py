"""Many skills at once, from a spreadsheet."""

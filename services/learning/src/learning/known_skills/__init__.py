"""What the skills service says exists: a copy to check courses against."""

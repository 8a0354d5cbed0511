"""How things stand with skills: who holds them, what work calls for them, and how long that takes."""

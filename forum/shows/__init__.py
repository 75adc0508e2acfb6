"""The catalogue: shows, episodes, when they come out, and how far each reader is."""

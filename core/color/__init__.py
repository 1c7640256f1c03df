"""What a color is: spaces, differences, names, and how it looks on a background."""

"""What matters in a photo: parts are painted that count more, or less, when colors are found."""

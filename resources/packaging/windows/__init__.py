"""What Windows asks of a program: version resource and installer."""

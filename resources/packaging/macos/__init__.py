"""What macOS asks of a program: property list, rights, signature and disk image."""

"""The words that make the program something else than a window; `main` sends each to its part."""

COMMANDS = ("compress", "palette", "compare")
"""Those of the command line."""

# A bundle contains no other Python, so it is its own child process, by one of these words.
OPTIMIZE_COMMAND = "optimize-png"
ENCODE_COMMAND = "encode-image"
BATCH_COMMAND = "make-photos"

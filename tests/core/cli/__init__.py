"""The command line, most of it tried as a function: arguments in, exit code out."""

from core.cli import main as cli


def run(*arguments):
    return cli.main([str(argument) for argument in arguments])


def run_fast(command, *arguments):
    """Run a command that saves without looking for smaller files, which starts a process each."""
    fast = ("--effort", "fast") if command == "compress" else ()
    return run(command, *fast, *arguments)

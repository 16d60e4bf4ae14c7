"""The command line: one module a command, and `main`, where they come together.

Results go to stdout, everything else to stderr. Exit status: 0 done, 1 an expected failure, 2 wrong usage,
130 interrupted.
"""

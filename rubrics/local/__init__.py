"""The embedded grader: a small encoder, a small cross-encoder and a calibrated head, all on the CPU.

Importing this package loads nothing; `LocalJudge.load()` does.
"""

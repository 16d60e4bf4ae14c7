"""Writers of banks: each a pure function from a bank to text."""

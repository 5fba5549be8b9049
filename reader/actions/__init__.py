"""What changes rows: each function does one thing, in one transaction, and knows no request."""

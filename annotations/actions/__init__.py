"""What changes rows: each function is one transaction and knows no request."""

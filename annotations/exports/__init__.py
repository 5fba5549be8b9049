"""What readers take away: one file a format, rows in, text out."""

"""What leaves the site as data: one file a format."""

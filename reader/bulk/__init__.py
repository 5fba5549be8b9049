"""Many records at once: out as CSV or JSON, and in again by way of a plan."""

"""What editors see and decide: a document with every span's state, and the cases in it."""

"""The publication: documents, their sources and actors, and the pages that show them."""

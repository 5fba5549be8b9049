"""What annotations look like outside: on the wire, and as safe HTML. No Django here."""

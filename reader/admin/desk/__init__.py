"""The desk: screens of the admin that show a text, where stock forms cannot."""

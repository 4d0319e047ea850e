"""Pictures: what a file is, and what is made of it, in a process of its own."""

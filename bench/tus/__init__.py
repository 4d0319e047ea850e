"""What sending is measured against: a tus server from npm, and a client as plain as our own."""

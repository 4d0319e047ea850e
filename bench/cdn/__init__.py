"""The site as a CDN serves it: HTTP/2 over TLS, before a dev server."""

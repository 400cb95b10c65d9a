"""The standards site: plain Markdown, data and schemas that MkDocs Material and Zensical build. Returns bytes and writes nothing."""

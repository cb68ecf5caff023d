"""Letters as text and bytes: templates, wording, whom never to write to."""

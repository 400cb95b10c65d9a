"""What becomes of submissions: carried to later versions, compared across them, scored on drafts."""

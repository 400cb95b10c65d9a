"""How is it seen? Scorecards, findings and standards as data and text for people and programs."""

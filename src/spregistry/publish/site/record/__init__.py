"""The editors' record on the site: versions and their state, what changed, crosswalks, profiles, consultations and releases."""

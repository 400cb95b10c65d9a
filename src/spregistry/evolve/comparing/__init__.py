"""What differs between two versions, and what each difference means for those who answer."""

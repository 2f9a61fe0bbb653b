"""What is done later about notices. Every task may run twice or find that its object is gone."""

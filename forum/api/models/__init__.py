"""What the API answers: each class lists the fields that may be sent, and nothing else ever is."""

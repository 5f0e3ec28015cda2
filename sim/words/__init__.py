"""Every text that a person sees, in Dutch and in English."""

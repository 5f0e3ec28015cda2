"""What is not known: spread over it, what drives it, which choice is robust, what is worth
measuring.
"""

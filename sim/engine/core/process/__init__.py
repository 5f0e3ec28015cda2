"""What happens, in the nouns of the reference executor.

Youth, arrangement, team, location, ret, region.
"""

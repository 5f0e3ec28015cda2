"""What happens, in the nouns of the reference executor: youth, arrangement, team, location, ret, region."""

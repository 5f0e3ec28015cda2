"""Why two results differ: parts, steps, flows, twins, assumptions."""

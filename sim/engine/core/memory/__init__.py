"""What the compiled core remembers: fields, records, state, layout, lanes."""

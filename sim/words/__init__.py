"""Every text that a person sees, in Dutch and in English.

The texts stand in the catalogues beside this file (`*.yaml`); `catalogue.say` reads them,
`numbers` writes numbers and dates, `levers` says what a lever is called and what a change does.
"""

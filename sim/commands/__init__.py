"""What the commands do: the door is `sim/__main__.py`, which lists them and where each begins.

Beside a file for each stands what several share: `frame.py` (how all begin, are interrupted and
end), `shared.py` (options, progress), `question.py`, `answer.py`, `answered.py`, `folders.py`,
`runs.py`, `overrides.py` (of `ask`), `find.py` and `typed.py`.
"""

"""Compile a rule once, for every executor, from its own annotations.

`@rule` reads `int`, `float`, `bool` and `NamedTuple` annotations as the machine signature (int64,
float64, boolean, a group of these), so that every caller runs the same machine code and gets the
same bits. No `fastmath`, no contraction. The code is kept on disk (`sim/common/machine_code.py`).
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, get_type_hints

from numba import types
from numba.core.compiler_lock import global_compiler_lock

from sim.common.machine_code import keep
from sim.common.parts import are_joined, part, uncollected, whole

P = ParamSpec("P")
R = TypeVar("R")


def _machine_type(annotation: Any) -> Any:
    if annotation is bool:
        return types.boolean
    if annotation is int:
        return types.int64
    if annotation is float:
        return types.float64
    if (
        isinstance(annotation, type)
        and issubclass(annotation, tuple)
        and hasattr(annotation, "_fields")
    ):
        fields = [_machine_type(hint) for hint in get_type_hints(annotation).values()]
        if len(set(fields)) == 1:
            return types.NamedUniTuple(fields[0], len(fields), annotation)
        return types.NamedTuple(fields, annotation)
    if getattr(annotation, "__origin__", None) is tuple:
        return types.Tuple([_machine_type(a) for a in annotation.__args__])
    raise TypeError(
        f"a rule takes int, float, bool and groups of them; {annotation!r} is none of these"
    )


def rule(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` with the signature that its annotations state.

    Its plain Python form stays at `.py_func`.
    """
    hints = get_type_hints(function)
    if "return" not in hints:
        raise TypeError(
            f"rule {function.__name__} does not say what it returns: annotate its return value "
            "with int, float, bool or a tuple of them"
        )
    returns = _machine_type(hints.pop("return"))
    arguments = [_machine_type(hint) for hint in hints.values()]
    compiled = _compiled_later(function)
    keep(compiled)
    made: Callable[P, R] = _on_first_use(compiled, returns(*arguments))
    return made


def _on_first_use(compiled: Any, signature: Any) -> Any:
    """Have a rule compiled, or read from disk, for its one signature when it is first called; and,
    apart from that, as a part of what is compiled and calls it.
    """
    if not hasattr(compiled, "compile"):
        return compiled  # compilation is switched off
    inside = part(compiled.py_func, fastmath=False) if are_joined() else compiled
    call, template = compiled._compile_for_args, inside.get_call_template

    def settle(it: Any) -> None:
        with (
            global_compiler_lock
        ):  # Numba's own, which a thread may take again: rules compile rules
            if not it.signatures:
                it.compile(signature)
                it.disable_compile()
                if it is compiled:
                    compiled._compile_for_args = call

    def first_call(*arguments: Any, **named: Any) -> Any:
        settle(compiled)
        (machine_code,) = compiled.overloads.values()
        return machine_code.entry_point  # which is then called with the arguments

    def template_of_part(*arguments: Any) -> Any:
        settle(inside)
        return template(*arguments)

    compiled._compile_for_args, compiled.get_overload = first_call, inside.get_overload
    compiled.get_call_template = template_of_part
    return compiled


def _compiled_later(function: Callable[P, R]) -> Any:
    """Have a function compiled without the interpreter's lock, when it is asked for."""
    return whole(function, fastmath=False)


def cached(signature: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that compiles for one signature, at once, or reads the code from disk.

    For what takes long: who waits for it is told.
    """

    def compile_(function: Callable[P, R]) -> Callable[P, R]:
        compiled = _compiled_later(function)
        if hasattr(compiled, "compile"):  # else compilation is switched off
            keep(compiled, takes_long=True)
            with uncollected():
                compiled.compile(signature)
            compiled.disable_compile()
        made: Callable[P, R] = compiled
        return made

    return compile_

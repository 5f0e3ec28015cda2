"""How functions become parts of those that call them: works with the inside of Numba, so only
`parts.py` imports it, and only with releases of Numba that it is known to fit.

Numba lowers every function to code of LLVM, in a library of its own. It then links the library with
all that it calls, optimises it and makes machine code, also where only its callers are ever run.
Here a library keeps the code as it was lowered, until its own machine code is asked for; then it is
linked with all that it calls, each once, and optimised once, by Numba's own passes. Whatever only
the code itself can call is internal to it, so that LLVM may change or drop it.
"""

from typing import Any

import llvmlite.binding as llvm
from numba.core.codegen import JITCodeLibrary, RuntimeLinker
from numba.core.compiler import Compiler
from numba.core.compiler_machinery import LoweringPass, register_pass
from numba.core.typed_passes import NativeLowering

SHARED = (llvm.Linkage.external, llvm.Linkage.linkonce_odr)  # what others can call


class Library(JITCodeLibrary):  # type: ignore[misc]
    """The code of one function, which becomes machine code when that is asked for."""

    def add_llvm_module(self, module: Any) -> None:
        """Take code over as it is: it is optimised together with that of its callers."""
        module.data_layout = self._codegen._data_layout
        self._final_module.link_in(module)

    def add_linking_library(self, library: Any) -> None:
        """Note that this code calls another, which need not have machine code for it."""
        if not isinstance(library, Library):
            library._ensure_finalized()
        self._linking_libraries.append(library)

    def finalize(self) -> None:
        """Make machine code of this and of all that it calls.

        Raises:
            NotImplementedError: a function comes back to itself through another.
        """
        called = _called_by(self)
        for each in called:
            self._reload_init.update(each._reload_init)
        modules = [_to_link(each) for each in called]
        while len(modules) > 1:  # in pairs: to link costs as much as there is in both
            for one, other in zip(modules[::2], modules[1::2], strict=False):
                one.link_in(other)
            modules = modules[::2]
        for module in modules:
            self._final_module.link_in(module)
        for function in self._final_module.functions:
            if function.linkage == llvm.Linkage.weak_odr and not function.is_declaration:
                function.linkage = llvm.Linkage.internal
        for variable in self._final_module.global_variables:
            if variable.name.startswith(RuntimeLinker.PREFIX):
                raise NotImplementedError(f"{self.name} calls what comes back to itself")
        self._linking_libraries: list[Any] = []  # they are in it now
        super().finalize()


def _called_by(library: Library) -> dict[Any, None]:
    """Return the libraries that one calls, and those that these do, each once.

    A library that is finalised has in it all that it calls.
    """
    found: dict[Any, None] = {}
    waiting = list(library._linking_libraries)
    while waiting:
        it = waiting.pop()
        if it not in found and it is not library:
            found[it] = None
            if isinstance(it, Library) and not it._finalized:
                waiting += it._linking_libraries
    return found


def _to_link(library: Any) -> Any:
    """Return a copy of a library's code whose functions stay, called or not, until all is linked,
    and stand aside where the same is there already.
    """
    is_whole = not isinstance(library, Library) or library._finalized
    module = library._get_module_for_linking() if is_whole else library._final_module
    module = module.clone()
    for function in module.functions:
        if function.linkage in SHARED and not function.is_declaration:
            function.linkage = llvm.Linkage.weak_odr
    return module


class _WaitingCompiler(Compiler):  # type: ignore[misc]
    """Numba's own compiler, into a library that waits."""

    def define_pipelines(self) -> Any:
        state = self.state
        if state.library is None:
            state.library = Library(state.targetctx.codegen(), state.func_id.func_qualname)
            state.library.enable_object_caching()
        return super().define_pipelines()


class WholeCompiler(_WaitingCompiler):
    """Compiles a function together with its parts."""

    def compile_extra(self, function: Any) -> Any:
        """Compile, and let the code of the parts find the Python objects that they refer to."""
        made = super().compile_extra(function)
        for each in made._find_referenced_environments():
            made.codegen.set_env(each.env_name, each)
        return made


class PartCompiler(_WaitingCompiler):
    """Compiles a function for those that call it, as far as they need."""

    def define_pipelines(self) -> Any:
        """Return Numba's own, which ends before there is machine code."""
        flags = self.state.flags
        flags.no_compile = flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
        (passes,) = super().define_pipelines()
        passes.add_pass_after(_Offer, NativeLowering)
        passes.finalize()
        return [passes]


@register_pass(mutates_CFG=False, analysis_only=True)
class _Offer(LoweringPass):  # type: ignore[misc]
    """Lets other functions call one that was lowered."""

    _name = "doorstroom_offer"

    def __init__(self) -> None:
        super().__init__()

    def run_pass(self, state: Any) -> bool:
        key = object()  # where others have the function that Python calls
        state["cr"] = state["cr"]._replace(cfunc=key)
        state.targetctx.insert_user_function(key, state["cr"].fndesc, [state.library])
        return True


def keep_from_python(made: Any) -> None:
    """Have a part known to machine code only: it has no function that Python could call."""

    def add(result: Any) -> None:
        made.overloads[tuple(result.signature.args)] = result

    def refuse(*arguments: Any, **named: Any) -> Any:
        raise TypeError(
            f"{made.__name__} is a part of the machine code of those that call it and has none of "
            f"its own: from Python call {made.__name__}.py_func"
        )

    made.add_overload, made._compile_for_args = add, refuse

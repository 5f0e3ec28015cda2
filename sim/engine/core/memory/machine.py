"""Records in machine code: what `youth.n_moves += 1` becomes where handlers are compiled.

Importing this module teaches Numba the records of `fields.py`: a reference is a pair (block,
place) in registers, a field is one load or store at a fixed distance from the place. Nothing is
counted, boxed or copied. With bounds checks on (NUMBA_BOUNDSCHECK=1) every access is checked: no
field of nobody, no element outside its row, nothing outside the block.
"""

import operator
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from llvmlite import ir
from numba.core import cgutils, config, types
from numba.core.imputils import (
    lower_builtin,
    lower_cast,
    lower_getattr_generic,
    lower_setattr_generic,
)
from numba.core.typeconv import Conversion
from numba.core.typing.templates import (
    AbstractTemplate,
    AttributeTemplate,
    infer_getattr,
    infer_global,
    signature,
)
from numba.extending import models, register_model, type_callable

from sim.common.parts import part
from sim.engine.core.memory import fields
from sim.engine.core.memory.fields import Record, layout

P = ParamSpec("P")
R = TypeVar("R")
IS_CHECKED = bool(config.BOUNDSCHECK)
WORD = ir.IntType(64)
I64 = types.int64
POINTER = types.CPointer(I64)  # type: ignore[attr-defined]
NAME = types.StringLiteral  # type: ignore[attr-defined]


def handler(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a handler as a part of the kernel that calls it.

    It has no machine code of its own: that is kept with the kernel's.
    """
    compiled: Callable[P, R] = part(function)
    return compiled


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a handler into each of those that call it: for the few that are called most, where
    the call would cost as much as the work. It makes the code larger and its making longer.
    """
    compiled: Callable[P, R] = part(function, forceinline=True)
    return compiled


class RefType(types.Type):
    """A reference to a record of one class."""

    def __init__(self, record: type[Record]) -> None:
        self.record = record
        super().__init__(name=f"Ref({record.__name__})")

    def can_convert_from(self, typingctx: Any, other: Any) -> Any:
        """Take nobody as a reference to any record."""
        return Conversion.safe if other is types.none else None


class RowType(types.Type):
    """Things in a row; `n` of them in place, or 0 where they stand elsewhere.

    A number takes `width` bytes.
    """

    def __init__(self, what: str, of: Any, n: int, width: int = fields.WORD) -> None:
        self.what, self.of, self.n, self.width = what, of, n, width
        super().__init__(name=f"Row({what},{getattr(of, '__name__', '')},{n},{width})")

    def can_convert_from(self, typingctx: Any, other: Any) -> Any:
        """Take a row in place as the place of a row elsewhere."""
        is_alike = isinstance(other, RowType) and (
            (other.what, other.of, other.width) == (self.what, self.of, self.width)
        )
        return Conversion.safe if is_alike and not self.n else None


@register_model(RefType)
@register_model(RowType)
class _PlaceModel(models.StructModel):  # type: ignore[misc]
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, [("block", POINTER), ("place", I64)])


def _numba_type(spec: fields.Spec) -> Any:
    simple = {"int": I64, "float": types.float64, "bool": types.boolean}
    if spec.what in simple:
        return simple[spec.what]
    if spec.what in ("ref", "record"):
        return RefType(spec.of)
    if spec.what == "group":
        return types.NamedUniTuple(types.float64, len(spec.of._fields), spec.of)  # type: ignore[attr-defined]
    return RowType(spec.what, spec.of, spec.n, spec.width if spec.n else fields.WORD)


@infer_getattr
class _RefAttributes(AttributeTemplate):  # type: ignore[misc]
    key = RefType

    def generic_resolve(self, typ: RefType, attr: str) -> Any:
        spec = layout(typ.record).get(attr)
        if spec is not None:
            return _numba_type(spec)
        return I64 if isinstance(vars(typ.record).get(attr), int) else None


def _parts(context: Any, builder: Any, typ: Any, value: Any) -> tuple[Any, Any]:
    ref = cgutils.create_struct_proxy(typ)(context, builder, value=value)
    return ref.block, ref.place


def _make(context: Any, builder: Any, typ: Any, block: Any, place: Any) -> Any:
    ref = cgutils.create_struct_proxy(typ)(context, builder)
    ref.block, ref.place = block, place
    return ref._getvalue()


def _fail(
    context: Any,
    builder: Any,
    is_wrong: Any,
    message: str,
    error: type[Exception] = IndexError,
) -> None:
    with builder.if_then(is_wrong, likely=False):
        context.call_conv.return_user_exc(builder, error, (message,))


def _check(
    context: Any, builder: Any, block: Any, at: Any, message: str, *, allow_lane: bool
) -> None:
    if not IS_CHECKED:
        return
    n_words = builder.load(block)  # the first word of the block is its size
    is_wrong = builder.icmp_signed(">=", at, n_words)
    is_wrong = builder.or_(is_wrong, builder.icmp_signed("<" if allow_lane else "<=", at, WORD(0)))
    _fail(context, builder, is_wrong, message)


def _check_field(
    context: Any, builder: Any, typ: RefType, block: Any, place: Any, attr: str
) -> None:
    name = typ.record.__name__
    message = f"field {attr} of no {name}"
    _check(context, builder, block, place, message, allow_lane=name == "Lane")


def _pointer(builder: Any, block: Any, at: Any, spec: fields.Spec, byte: Any) -> Any:
    """Return where a field stands that begins at a byte of word `at`, as what it is there."""
    is_float = spec.what in ("float", "group")
    kind = ir.DoubleType() if is_float else ir.IntType(8 * spec.width)
    raw = builder.bitcast(builder.gep(block, [at]), ir.IntType(8).as_pointer())
    return builder.bitcast(builder.gep(raw, [byte]), kind.as_pointer())


def _mark(builder: Any, access: Any, name: str) -> Any:
    """Tell LLVM that this access is of no field of another name; without a name, of any."""
    if name:
        module = builder.module
        root = module.add_metadata(["doorstroom"])
        field = module.add_metadata([name, root, WORD(0)])
        access.set_metadata("tbaa", module.add_metadata([field, field, WORD(0)]))
    return access


def _load(
    context: Any, builder: Any, block: Any, at: Any, spec: fields.Spec, byte: Any, name: str = ""
) -> Any:
    """Load what `spec` says from a byte of word `at` of the block."""
    typ = _numba_type(spec)
    if spec.what == "record" or (spec.what in fields.ROWS.values() and spec.n):
        return _make(context, builder, typ, block, at)
    pointer = _pointer(builder, block, at, spec, byte)
    if spec.what == "group":
        values = [
            _mark(builder, builder.load(builder.gep(pointer, [WORD(k)])), name)
            for k in range(len(spec.of._fields))
        ]
        return context.make_tuple(builder, typ, values)
    value = _mark(builder, builder.load(pointer), name)
    if spec.what == "float":
        return value
    if spec.what == "bool":
        return builder.trunc(value, ir.IntType(1))
    if spec.width < fields.WORD:
        value = (builder.sext if fields.is_signed(spec) else builder.zext)(value, WORD)
    return value if spec.what == "int" else _make(context, builder, typ, block, value)


def _store(
    context: Any,
    builder: Any,
    block: Any,
    at: Any,
    spec: fields.Spec,
    byte: Any,
    value: Any,
    name: str = "",
) -> None:
    """Store what `spec` says at a byte of word `at` of the block."""
    pointer = _pointer(builder, block, at, spec, byte)
    if spec.what == "bool":
        value = builder.zext(value, ir.IntType(8 * spec.width))
    elif spec.what != "float":
        if spec.what != "int":
            value = _parts(context, builder, _numba_type(spec), value)[1]
        value = _narrow(context, builder, spec, value)
    _mark(builder, builder.store(value, pointer), name)


def _narrow(context: Any, builder: Any, spec: fields.Spec, value: Any) -> Any:
    """Return a whole number in as many bytes as its field has."""
    if spec.width == fields.WORD:
        return value
    if IS_CHECKED:
        held = fields.holds(spec)
        is_wrong = builder.or_(
            builder.icmp_signed("<", value, WORD(held.start)),
            builder.icmp_signed(">=", value, WORD(held.stop)),
        )
        message = f"a number does not fit into {spec.width} bytes: {spec.meaning or spec.what}"
        _fail(context, builder, is_wrong, message, OverflowError)
    return builder.trunc(value, ir.IntType(8 * spec.width))


@lower_getattr_generic(RefType)
def _get_field(context: Any, builder: Any, typ: RefType, value: Any, attr: str) -> Any:
    spec = layout(typ.record).get(attr)
    if spec is None:
        return context.get_constant(I64, vars(typ.record)[attr])
    block, place = _parts(context, builder, typ, value)
    _check_field(context, builder, typ, block, place, attr)
    at = builder.add(place, WORD(spec.at))
    return _load(context, builder, block, at, spec, WORD(spec.byte), attr)


@lower_setattr_generic(RefType)
def _set_field(context: Any, builder: Any, sig: Any, args: Any, attr: str) -> None:
    typ = sig.args[0]
    block, place = _parts(context, builder, typ, args[0])
    _check_field(context, builder, typ, block, place, attr)
    spec = layout(typ.record)[attr]
    at = builder.add(place, WORD(spec.at))
    _store(context, builder, block, at, spec, WORD(spec.byte), args[-1], attr)


@type_callable(fields.set_field)
def _type_set_field(context: Any) -> Any:
    def typer(ref: Any, name: Any, value: Any) -> Any:
        if isinstance(ref, RefType) and isinstance(name, NAME):
            field = _numba_type(layout(ref.record)[name.literal_value])
            return signature(types.none, ref, name, field)
        return None

    return typer


@lower_builtin(fields.set_field, RefType, NAME, types.Any)
def _set_named_field(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    _set_field(context, builder, sig, args, sig.args[1].literal_value)
    return context.get_dummy_value()


def _element_type(row: RowType) -> fields.Spec:
    return fields._element(row.what, row.of, 0, row.width)


@infer_global(operator.getitem)
class _RowGet(AbstractTemplate):  # type: ignore[misc]
    def generic(self, args: Any, kws: Any) -> Any:
        if (
            len(args) == 2
            and isinstance(args[0], RowType)
            and isinstance(args[1], types.Integer | types.IntEnumMember)
        ):
            return signature(_numba_type(_element_type(args[0])), args[0], I64)
        return None


@infer_global(operator.setitem)
class _RowSet(AbstractTemplate):  # type: ignore[misc]
    def generic(self, args: Any, kws: Any) -> Any:
        if (
            len(args) == 3
            and isinstance(args[0], RowType)
            and isinstance(args[1], types.Integer | types.IntEnumMember)
        ):
            return signature(types.void, args[0], I64, _numba_type(_element_type(args[0])))
        return None


def _byte_of(
    context: Any, builder: Any, row: RowType, value: Any, index: Any
) -> tuple[Any, Any, Any]:
    """Return the block, the place of a row, and the bytes from there to one of its things."""
    block, place = _parts(context, builder, row, value)
    if IS_CHECKED and row.n == ALL:
        _check(context, builder, block, index, "element outside the block", allow_lane=True)
    elif IS_CHECKED:
        _check(context, builder, block, place, f"element of no {row.name}", allow_lane=False)
        n = (
            WORD(row.n)
            if row.n
            else builder.load(builder.gep(block, [builder.sub(place, WORD(1))]))
        )  # the word before a row elsewhere is its length
        is_wrong = builder.or_(
            builder.icmp_signed("<", index, WORD(0)), builder.icmp_signed(">=", index, n)
        )
        _fail(context, builder, is_wrong, f"element outside {row.name}")
    size = len(row.of._fields) if row.what == "groups" else 1
    return block, place, builder.mul(index, WORD(size * row.width))


@lower_builtin(operator.getitem, RowType, types.Integer)
def _get_element(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    block, at, byte = _byte_of(context, builder, sig.args[0], args[0], args[1])
    return _load(context, builder, block, at, _element_type(sig.args[0]), byte)


@lower_builtin(operator.setitem, RowType, types.Integer, types.Any)
def _set_element(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    block, at, byte = _byte_of(context, builder, sig.args[0], args[0], args[1])
    _store(context, builder, block, at, _element_type(sig.args[0]), byte, args[2])
    return context.get_dummy_value()


@lower_cast(types.none, RefType)
def _nobody(context: Any, builder: Any, fromty: Any, toty: Any, value: Any) -> Any:
    return _make(context, builder, toty, ir.Constant(WORD.as_pointer(), None), WORD(0))


@lower_cast(RowType, RowType)
def _same_row(context: Any, builder: Any, fromty: Any, toty: Any, value: Any) -> Any:
    return _make(context, builder, toty, *_parts(context, builder, fromty, value))


@type_callable(fields.is_some)
def _type_is_some(context: Any) -> Any:
    return lambda ref: types.boolean if isinstance(ref, RefType) else None


@lower_builtin(fields.is_some, RefType)
def _is_some(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return builder.icmp_signed("!=", _parts(context, builder, sig.args[0], args[0])[1], WORD(0))


@type_callable(fields.place_of)
def _type_place_of(context: Any) -> Any:
    return lambda ref: I64 if isinstance(ref, RefType | RowType) else None


@lower_builtin(fields.place_of, RefType)
@lower_builtin(fields.place_of, RowType)
def _place_of(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return _parts(context, builder, sig.args[0], args[0])[1]


@type_callable(fields.ints_at)
def _type_ints_at(context: Any) -> Any:
    return lambda where, place: (
        RowType("ints", None, 0)
        if isinstance(where, RefType) and isinstance(place, types.Integer)
        else None
    )


@lower_builtin(fields.ints_at, RefType, types.Integer)
def _ints_at(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    block, _ = _parts(context, builder, sig.args[0], args[0])
    return _make(context, builder, sig.return_type, block, args[1])


@type_callable(fields.read_ahead)
def _type_read_ahead(context: Any) -> Any:
    return lambda where, place: types.void if isinstance(where, RefType) else None


@lower_builtin(fields.read_ahead, RefType, types.Integer)
def _read_ahead(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    block, _ = _parts(context, builder, sig.args[0], args[0])
    i8, i32 = ir.IntType(8).as_pointer(), ir.IntType(32)
    of_type = ir.FunctionType(ir.VoidType(), [i8, i32, i32, i32])
    fetch = cgutils.get_or_insert_function(builder.module, of_type, "llvm.prefetch.p0")
    pointer = builder.bitcast(builder.gep(block, [args[1]]), i8)
    builder.call(fetch, [pointer, i32(0), i32(3), i32(1)])  # to read, to keep, of data
    return context.get_dummy_value()


ALL = 1 << 40  # `n` of a row that is the whole block


def _teach_everything(function: Any, what: str) -> None:
    @type_callable(function)
    def _type(context: Any) -> Any:
        return lambda where: RowType(what, None, ALL) if isinstance(where, RefType) else None

    @lower_builtin(function, RefType)
    def _whole(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        block, _ = _parts(context, builder, sig.args[0], args[0])
        return _make(context, builder, sig.return_type, block, WORD(0))


_teach_everything(fields.everything, "ints")
_teach_everything(fields.everything_as_floats, "floats")


def teach(record: type[Record]) -> type[Record]:
    """Let handlers make references.

    `Youth(lane, place)` from a reference or, for the lane, from the array that is its block. A
    class decorator.
    """

    @type_callable(record)
    def _type(context: Any) -> Any:
        def typer(where: Any, place: Any) -> Any:
            if isinstance(where, RefType | RowType | types.Array) and isinstance(
                place, types.Integer
            ):
                return signature(RefType(record), where, I64)
            return None

        return typer

    def _from_ref(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        block, _ = _parts(context, builder, sig.args[0], args[0])
        return _make(context, builder, sig.return_type, block, args[1])

    @lower_builtin(record, types.Array, types.Integer)
    def _from_array(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        array = context.make_array(sig.args[0])(context, builder, args[0])
        return _make(context, builder, sig.return_type, array.data, args[1])

    lower_builtin(record, RefType, types.Integer)(_from_ref)
    lower_builtin(record, RowType, types.Integer)(_from_ref)
    return record

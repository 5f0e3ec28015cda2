"""What a browser sends to the page's callbacks, looked at before Dash does anything with it.

A message names a callback that there is, with the inputs, states and outputs that it has. Values
are free: callbacks read them as hostile input themselves.
"""

from collections.abc import Mapping
from typing import Any

from dash import Dash
from flask import abort, request

UPDATE = "/_dash-update-component"


def check_messages(app: Dash) -> None:
    """Refuse whatever is no message of this page, with 400 and one line."""

    @app.server.before_request
    def check() -> None:
        if request.path != UPDATE or request.method != "POST":
            return
        try:
            message = request.get_json()
        except RecursionError:
            abort(400, "This message is nested too deep.")
        fault = fault_in(message, app.callback_map)
        if fault:
            abort(400, fault)


def fault_in(message: object, known: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what is wrong with a message, empty text where nothing is."""
    if not isinstance(message, dict):
        return "A message is a mapping."
    output = message.get("output")
    if not isinstance(output, str) or "callback" not in known.get(output, {}):
        return "There is no such callback."
    for part in ("inputs", "state"):
        wanted = [f"{each['id']}.{each['property']}" for each in known[output][part]]
        if names_in(message.get(part, [])) != wanted:
            return f"'{part}' is not what this callback has."
    is_several = output.startswith("..")
    outputs = message.get("outputs")
    wanted = output[2:-2].split("...") if is_several else [output]
    if names_in(outputs if is_several else [outputs]) != wanted:
        return "'outputs' is not what this callback has."
    changed = message.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(name, str) for name in changed):
        return "'changedPropIds' is a list of names."
    return ""


def names_in(listed: object) -> list[str] | None:
    """Return the names in a list of {id, property}; None where it is no such list."""
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        return None
    return [f"{each.get('id')}.{each.get('property')}" for each in listed]

"""Where a JSON Schema refuses what another one takes, as far as the schemas of plans and results say things."""

BOUNDS = {
    "minimum": (1, 0), "exclusiveMinimum": (1, 1), "minLength": (1, 0), "minItems": (1, 0),
    "maximum": (-1, 0), "exclusiveMaximum": (-1, 1), "maxLength": (-1, 0), "maxItems": (-1, 0),
}  # fmt: skip
"""Which way each narrows, and whether it leaves itself out."""


def narrowed(before, after, path="", roots=None):
    """The paths at which `after` takes less than `before`."""
    roots = roots or (before, after)
    before, after = (resolved(schema, root) for schema, root in zip((before, after), roots, strict=True))
    if "anyOf" in before:
        return [found for choice in before["anyOf"] for found in narrowed(choice, after, path, roots)]
    if "anyOf" in after:
        return min((narrowed(before, choice, path, roots) for choice in after["anyOf"]), key=len)
    found = [f"{path}: {what}" for what in said_of_itself(before, after)]
    for name, part in before.get("properties", {}).items():
        if name in after.get("properties", {}):
            found += narrowed(part, after["properties"][name], f"{path}.{name}", roots)
        elif after.get("additionalProperties") is False:
            found.append(f"{path}.{name}: unknown")
    for key in ("items", "additionalProperties"):
        if isinstance(before.get(key), dict) and isinstance(after.get(key), dict):
            found += narrowed(before[key], after[key], f"{path}[]", roots)
    return found


def resolved(schema, root):
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema


def said_of_itself(before, after):
    types = before.get("type"), after.get("type")
    if types[0] != types[1] and types != ("integer", "number") and types[1] is not None:
        yield "type"
    if set(after.get("required", [])) - set(before.get("required", [])):
        yield "required"
    values = [schema.get("enum") or [schema["const"]] for schema in (before, after) if {"enum", "const"} & set(schema)]
    if {"enum", "const"} & set(after) and (len(values) == 1 or set(values[0]) - set(values[1])):
        yield "values"
    if after.get("pattern") not in (None, before.get("pattern")):
        yield "pattern"
    for way, which in ((1, "from"), (-1, "to")):
        tight, was = (tightest(schema, way) for schema in (after, before))
        if tight is not None and (was is None or tight > was):
            yield f"{which} {way * tight[0]}"


def tightest(schema, way):
    """The bound on one side, so that a greater one takes less; None when there is none."""
    bounds = [
        (way * schema[key], leaves_out) for key, (side, leaves_out) in BOUNDS.items() if side == way and key in schema
    ]
    return max(bounds, default=None)

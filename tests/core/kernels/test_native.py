"""The table by which ctypes calls the loops in C, against their source."""

import ctypes
import re

from core.kernels import native

NUMBERS = {"int64_t": ctypes.c_int64, "float": ctypes.c_float, "double": ctypes.c_double}
TYPES = {"void": None, **NUMBERS}


def prototypes(source):
    """Read result and arguments of all exported functions, by name."""
    source = expanded(source.replace("\\\n", " "))
    found = re.findall(r"EXPORT\s+(\w+)\s+(\w+)\(([^)]*)\)", source)
    return {
        name: (TYPES[result], [type_of(each) for each in arguments.split(",")])
        for result, name, arguments in found
    }


def expanded(source):
    """Put functions in the place of macros that make one for a type of label."""
    for macro, body in re.findall(r"#define (\w+)\(name, Label\)(.*)", source):
        source = source.replace(f"#define {macro}(name, Label){body}", "")
        source = re.sub(
            rf"^{macro}\((\w+), \w+\)", body.replace("name(", r"\1("), source, flags=re.MULTILINE
        )
    return source


def type_of(argument):
    return ctypes.c_void_p if "*" in argument else TYPES[argument.split()[-2]]


def test_table_has_the_functions_and_types_of_the_source():
    assert prototypes(native.SOURCE.read_text(encoding="utf-8")) == native._FUNCTIONS


def test_source_is_read_as_a_compiler_would():
    source = "#define BOTH(name, Label) \\\n    EXPORT void name(const Label *a, int64_t n) {}\n"
    source += "BOTH(one, uint8_t)\nBOTH(two, int32_t)\nEXPORT int64_t three(float x,\n float *y)\n"
    pointer, number = ctypes.c_void_p, ctypes.c_int64
    assert prototypes(source) == {
        "one": (None, [pointer, number]),
        "two": (None, [pointer, number]),
        "three": (number, [ctypes.c_float, pointer]),
    }

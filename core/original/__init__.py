"""The original method, for those who come from a course: arrays in, arrays out.

`functions` has its functions under their old names, on top of what the rest of core does better;
`evaluation` compares starts and numbers of colors, as its report does.
"""

"""How the page of a sheet looks: light, dark, and on paper."""

from __future__ import annotations

from core.charts.drawing import DARK, LIGHT, Role

_NAMES: tuple[Role, ...] = ("ground", "ink", "faint", "hairline")


def _variables(colors: dict[Role, str]) -> str:
    return " ".join(f"--{name}: {colors[name]};" for name in _NAMES)


STYLE = f"""
:root {{ {_variables(LIGHT)} color-scheme: light; }}
@media screen and (prefers-color-scheme: dark) {{
  :root {{ {_variables(DARK)} color-scheme: dark; }}
}}
* {{ box-sizing: border-box; }}
body {{
  margin: 0 auto; padding: 2rem 1.5rem; max-width: 90rem; background: var(--ground);
  color: var(--ink); font: 16px/1.5 system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif;
}}
h1 {{ font-size: 1.7rem; margin: 0 0 .3rem; overflow-wrap: anywhere; line-height: 1.2; }}
h2 {{ font-size: 1.25rem; margin: 2.5rem 0 .6rem; }}
h3 {{ font-size: 1rem; margin: .6rem 0 .4rem; }}
p, ul {{ margin: .4rem 0; max-width: 48rem; }}
ul {{ padding-left: 1.2rem; }}
.faint, footer, caption {{ color: var(--faint); }}
.top {{ display: grid; gap: 2rem; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); }}
.grid {{ display: grid; gap: 1.8rem 1.4rem; }}
.charts {{
  display: grid; gap: 1rem 2rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr));
}}
figure {{ margin: 0; min-width: 0; }}
figure img.picture {{
  display: block; width: 100%; height: auto; max-height: 85vh; object-fit: contain;
  object-position: left top;
}}
img.pixels {{ image-rendering: pixelated; }}
.top img.picture {{ max-height: 26rem; }}
img.strip {{
  display: block; width: 100%; height: 1.6rem; margin-top: .4rem; image-rendering: pixelated;
  border: 1px solid var(--hairline);
}}
svg {{ display: block; width: 100%; height: auto; }}
.hex {{ font: .8rem/1.4 ui-monospace, 'DejaVu Sans Mono', monospace; color: var(--faint); }}
dl {{
  display: grid; grid-template-columns: auto 1fr; gap: .1rem .9rem; margin: .4rem 0 0;
  font-size: .9rem;
}}
.meanings {{ gap: .5rem 1.5rem; max-width: 60rem; }}
dt {{ color: var(--faint); }}
dd {{ margin: 0; font-variant-numeric: tabular-nums; }}
.scroll {{ overflow-x: auto; margin: .8rem 0; }}
table {{ border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }}
caption {{ text-align: left; padding-bottom: .3rem; }}
th, td {{
  text-align: left; padding: .2rem .9rem .2rem 0; border-bottom: 1px solid var(--hairline);
  vertical-align: baseline;
}}
th {{ font-weight: 600; }}
.number {{ text-align: right; }}
.matches {{ display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; }}
.swatch {{
  display: inline-block; width: 1.6rem; height: 1rem; margin-right: .5rem; vertical-align: -.15rem;
  border: 1px solid var(--hairline); print-color-adjust: exact; -webkit-print-color-adjust: exact;
}}
footer {{ margin-top: 3rem; font-size: .85rem; }}
@media screen and (max-width: 45rem) {{
  .top, .grid {{ grid-template-columns: minmax(0, 1fr) !important; }}
}}
@media print {{
  @page {{ margin: 14mm; }}
  :root {{ font-size: 11.5px; }}
  body {{ padding: 0; max-width: none; font-size: 1rem; }}
  footer {{ margin-top: 1rem; }}
  h2 {{ margin-top: 1.5rem; }}
  .top {{ gap: 1rem; }}
  .grid {{ gap: 1rem .8rem; }}
  .charts {{ grid-template-columns: 1fr 1fr; }}
  td, th {{ padding-right: .6rem; }}
  h2, h3 {{ break-after: avoid; }}
  figure, svg, tr, .together {{ break-inside: avoid; }}
  figure img.picture {{ max-height: 90mm; }}
  .matches > div {{ break-inside: avoid; }}
  .scroll {{ overflow: visible; break-inside: avoid; }}
}}
""".strip()  # untranslated: for browsers

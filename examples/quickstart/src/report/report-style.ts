/** The page's look. `--chart-1` to `--chart-12` are what the SVGs draw with; they and the text follow the reader's theme. */
export const reportStyle = `
:root {
  --page: #f6f7f9; --card: #ffffff; --text: #1b2230; --muted: #5d6778; --line: #dfe3ea; --good: #0d7a4f; --bad: #b42318;
  --chart-1: #2563eb; --chart-2: #ea580c; --chart-3: #16a34a; --chart-4: #9333ea; --chart-5: #dc2626; --chart-6: #0891b2;
  --chart-7: #ca8a04; --chart-8: #db2777; --chart-9: #4d7c0f; --chart-10: #4f46e5; --chart-11: #92400e; --chart-12: #64748b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f131a; --card: #181e28; --text: #e6e9ef; --muted: #97a2b4; --line: #2b3341; --good: #4ade80; --bad: #f97066;
    --chart-1: #60a5fa; --chart-2: #fb923c; --chart-3: #4ade80; --chart-4: #c084fc; --chart-5: #f87171; --chart-6: #22d3ee;
    --chart-7: #facc15; --chart-8: #f472b6; --chart-9: #a3e635; --chart-10: #818cf8; --chart-11: #d6a06a; --chart-12: #94a3b8;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
header, main { max-width: 1320px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 40px; padding-bottom: 20px; }
h1 { margin: 0; font-size: 28px; letter-spacing: -0.01em; }
h2 { margin: 0 0 12px; font-size: 20px; }
header p { margin: 4px 0 0; color: var(--muted); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 520px), 1fr)); gap: 20px; grid-auto-flow: dense; }
.wide { grid-column: 1 / -1; }
.card, .runs { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px 20px; min-width: 0; }
.runs { margin: 20px 0 48px; }
.chart { color: var(--text); margin: -8px -20px 0; }
.chart svg { display: block; width: 100%; height: auto; }
.narrow { display: none; }
dl { display: flex; flex-wrap: wrap; gap: 8px 24px; margin: 12px 0 0; padding-top: 12px; border-top: 1px solid var(--line); }
dt { color: var(--muted); font-size: 12px; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.error { margin: 12px 0 0; padding: 8px 12px; border-left: 3px solid var(--bad); background: color-mix(in srgb, var(--bad) 8%, transparent); }
details { margin-top: 10px; }
summary { cursor: pointer; color: var(--muted); }
.scroll { position: relative; overflow: auto; max-height: 420px; }
pre { margin: 8px 0 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.9em; }
pre code { font-size: inherit; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
/* The chart above says the same; screen readers still need it here. */
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: normal; }
thead th { color: var(--muted); font-size: 12px; white-space: nowrap; }
.card tbody th { white-space: nowrap; }
.card td, .card thead th:not(:first-child), .number { text-align: right; }
.runs th, .runs td:nth-child(2) { white-space: nowrap; }
.status { font-size: 12px; padding: 1px 8px; border-radius: 99px; border: 1px solid currentcolor; }
.status.completed { color: var(--good); }
.status.failed { color: var(--bad); }
.time { white-space: nowrap; }
.bar { display: inline-block; width: 90px; margin-right: 10px; vertical-align: middle; }
.bar span { display: block; height: 6px; min-width: 2px; border-radius: 3px; background: var(--chart-1); }
/* A run is a block of lines where a row would not fit, and a wide drawing scrolls before it shrinks until nobody can read it. */
@media (max-width: 900px) {
  .wide .chart { overflow-x: auto; }
  .wide .chart:not(.narrow) svg { min-width: 860px; }
  .runs table, .runs tbody, .runs th, .runs td { display: block; }
  .runs thead { position: absolute; clip-path: inset(50%); }
  .runs tr {
    display: grid; grid-template: "metric metric status" "pipeline steps time" "outcome outcome outcome" / auto 1fr auto;
    align-items: center; gap: 4px 12px; padding: 12px 0; border-bottom: 1px solid var(--line);
  }
  .runs tr > * { padding: 0; border: 0; }
  .runs tbody th { grid-area: pipeline; color: var(--muted); }
  .runs td:nth-child(2) { grid-area: metric; white-space: normal; font-weight: 600; }
  .runs td:nth-child(3) { grid-area: status; justify-self: end; }
  .runs .number { grid-area: steps; color: var(--muted); text-align: left; }
  .runs .number::after { content: " steps"; }
  .runs .time { grid-area: time; }
  .runs td:last-child { grid-area: outcome; overflow-wrap: anywhere; }
}
/* A phone gets drawings of its own size. */
@media (max-width: 600px) {
  header, main { padding: 0 12px; }
  header { padding-top: 24px; padding-bottom: 16px; }
  .chart { display: none; }
  .narrow { display: block; }
}
`;

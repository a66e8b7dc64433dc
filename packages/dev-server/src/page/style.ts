/** The page's style sheet; it follows the system's light or dark mode. */
export const style: string = `
:root { color-scheme: light dark; --ink: #16202b; --soft: #56636f; --line: #d8dee4; --ground: #f7f8fa; --card: #fff; --accent: #1257c0; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf0; --soft: #9aa7b3; --line: #2c3640; --ground: #12171c; --card: #1a2128; --accent: #7fb2ff; --bad: #ff9a8f; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; padding: 1rem 1.25rem; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.15rem; margin: 0; }
h2 { font-size: .95rem; margin: 0 0 .5rem; }
header p { margin: 0; color: var(--soft); }
#state[data-live=true] { color: var(--accent); }
#state[data-live=false] { color: var(--bad); }
main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; padding: 1.25rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; min-width: 0; overflow-x: auto; }
.wide { grid-column: 1 / -1; }
table { border-collapse: collapse; width: 100%; font-size: .87rem; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 500; white-space: nowrap; }
dl { display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; margin: 0; }
dd { margin: 0; font-variant-numeric: tabular-nums; text-align: right; }
form { display: grid; gap: .6rem; }
label { display: grid; gap: .2rem; color: var(--soft); font-size: .87rem; }
p > label { display: inline-flex; gap: .4rem; align-items: center; margin-right: 1rem; }
input, select, textarea, button { font: inherit; color: var(--ink); background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: .35rem .5rem; }
textarea, #events { font: 13px/1.5 ui-monospace, monospace; }
button { cursor: pointer; justify-self: start; color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
#active-faults { padding: 0; list-style: none; font: 13px/1.5 ui-monospace, monospace; }
#events { list-style: none; margin: 0; padding: 0; }
#events li { padding: .15rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
#events b { color: var(--accent); font-weight: 600; }
#events i { color: var(--soft); font-style: normal; }
`;

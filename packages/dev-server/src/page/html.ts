import { script } from './script.ts';
import { style } from './style.ts';

const faultKinds = [
  'lose',
  'duplicate',
  'reorder',
  'delay',
  'pause',
  'mute',
  'rejectAuth',
  'delayAuth',
  'drop',
  'destroy',
];
const faultOptions = faultKinds.map((kind) => `<option>${kind}</option>`).join('');

/** Builds the page at `/`: one document without external assets, and without any input from a request. */
export function pageHtml(values: {
  nonce: string;
  token: string;
  apps: readonly { id: string; key: string }[];
}): string {
  const { nonce, token, apps } = values;
  // Escape `<`, so that no value can close the script element.
  const boot = JSON.stringify({ token, apps }).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>channelkit dev</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${style}</style>
</head>
<body>
<header>
  <h1>channelkit dev</h1>
  <p id="state" role="status">connecting</p>
  <p class="note">For local work and tests, not for production.</p>
</header>
<main>
  <section aria-labelledby="numbers-title">
    <h2 id="numbers-title">Since start</h2>
    <dl id="numbers"></dl>
  </section>
  <section aria-labelledby="send-title">
    <h2 id="send-title">Send an event</h2>
    <form id="send">
      <label>App <select name="app"></select></label>
      <label>Channel <input name="channel" required list="channel-names" autocomplete="off" spellcheck="false"></label>
      <datalist id="channel-names"></datalist>
      <label>Event <input name="event" required autocomplete="off" spellcheck="false"></label>
      <label>Data, as JSON <textarea name="data" rows="3" spellcheck="false">{}</textarea></label>
      <button>Send</button> <output id="answer"></output>
    </form>
  </section>
  <section aria-labelledby="faults-title">
    <h2 id="faults-title">Faults</h2>
    <form id="fault">
      <label>App <select name="app"></select></label>
      <label>Fault <select name="kind">${faultOptions}</select></label>
      <label>Channel <input name="channel" placeholder="all, or private-*" list="channel-names" autocomplete="off" spellcheck="false"></label>
      <label>Event <input name="event" placeholder="all, or * for the app’s own" autocomplete="off" spellcheck="false"></label>
      <label>Times <input name="times" inputmode="numeric" placeholder="until ended" autocomplete="off"></label>
      <label>Milliseconds <input name="ms" inputmode="numeric" value="1000" autocomplete="off"></label>
      <button>Begin</button> <button type="button" id="end-faults">End all</button> <output id="fault-answer"></output>
    </form>
    <ul id="active-faults"></ul>
  </section>
  <section aria-labelledby="connections-title">
    <h2 id="connections-title">Connections</h2>
    <table><thead><tr><th>Socket</th><th>App</th><th>Client</th><th>User</th><th>Channels</th></tr></thead><tbody id="connections"></tbody></table>
  </section>
  <section aria-labelledby="channels-title">
    <h2 id="channels-title">Channels</h2>
    <table><thead><tr><th>Channel</th><th>App</th><th>Kind</th><th>Sockets</th><th>Users</th></tr></thead><tbody id="channels"></tbody></table>
  </section>
  <section class="wide" aria-labelledby="frames-title">
    <h2 id="frames-title">Events</h2>
    <p><label>Only names with <input id="filter" autocomplete="off" spellcheck="false"></label>
      <label><input type="checkbox" id="internal"> include the protocol's own</label>
      <button type="button" id="clear">Clear</button></p>
    <ol id="events"></ol>
  </section>
</main>
<script nonce="${nonce}">const boot = ${boot};
${script}</script>
</body>
</html>
`;
}

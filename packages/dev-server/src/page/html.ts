import { script } from './script.ts';
import { style } from './style.ts';

/** The page at `/`: one document without outside assets. Nothing in it comes from a request but the token of this start. */
export function pageHtml(values: {
  nonce: string;
  token: string;
  apps: readonly { id: string; key: string }[];
}): string {
  const { nonce, token, apps } = values;
  // `<` is escaped, so that no value can end the script element.
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
    <h2 id="numbers-title">Since the start</h2>
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
      <label><input type="checkbox" id="internal"> the protocol's own too</label>
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

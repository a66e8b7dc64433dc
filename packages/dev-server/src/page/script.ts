/** The page's script. Whatever came over the network is put in as text, never as markup. */
export const script: string = `
const byId = (id) => document.getElementById(id);
const element = (tag, text) => { const made = document.createElement(tag); made.textContent = text; return made; };
const fill = (id, rows) => byId(id).replaceChildren(...rows);
const row = (cells) => { const tr = document.createElement('tr'); tr.append(...cells.map((cell) => element('td', String(cell ?? '')))); return tr; };
const form = byId('send');
form.elements.app.replaceChildren(...boot.apps.map(({ id }) => { const option = element('option', id); option.value = id; return option; }));

const labels = { connections: 'Connections made', peakConnections: 'At one time, at most', framesIn: 'Frames in', framesOut: 'Frames out',
  published: 'Events published', subscriptions: 'Subscriptions', requests: 'HTTP requests', webhooks: 'Webhooks', webhookFailures: 'Failed webhooks', errors: 'Errors' };

function show({ connections, channels, counters }) {
  fill('connections', connections.map((c) => row([c.socketId, c.app, c.client + ' ' + c.version, c.userId, c.channels.join(', ')])));
  fill('channels', channels.map((c) => row([c.name, c.app, c.kind, c.subscriptionCount, c.users.join(', ')])));
  fill('channel-names', channels.map((c) => { const option = document.createElement('option'); option.value = c.name; return option; }));
  fill('numbers', Object.entries(labels).flatMap(([key, label]) => [element('dt', label), element('dd', String(counters[key]))]));
}

const isInternal = (event) => event.startsWith('pusher:') || event.startsWith('pusher_internal:');
function append({ at, kind, channel, event, detail }) {
  const wanted = byId('filter').value;
  if (isInternal(event) && !byId('internal').checked) return;
  if (wanted && !(channel + ' ' + event).includes(wanted)) return;
  const item = document.createElement('li');
  item.append(element('i', new Date(at).toLocaleTimeString() + ' ' + kind + ' ' + channel + ' '), element('b', event), ' ' + detail);
  const list = byId('events');
  list.prepend(item);
  while (list.children.length > 300) list.lastChild.remove();
}

const stream = new EventSource('/channelkit/stream?token=' + encodeURIComponent(boot.token));
const say = (text, live) => { byId('state').textContent = text; byId('state').dataset.live = live; };
stream.onopen = () => say('live', true);
stream.onerror = () => say('the server is gone; reload the page when it is back', false);
stream.addEventListener('state', (message) => show(JSON.parse(message.data)));
stream.addEventListener('events', (message) => JSON.parse(message.data).forEach(append));
byId('clear').addEventListener('click', () => fill('events', []));

form.addEventListener('submit', async (submit) => {
  submit.preventDefault();
  const { app, channel, event, data } = form.elements;
  try { JSON.parse(data.value); } catch { byId('answer').textContent = 'The data is not JSON.'; return; }
  const body = JSON.stringify({ app: app.value, channel: channel.value, event: event.value, data: data.value });
  const answer = await fetch('/channelkit/trigger', { method: 'POST', headers: { 'content-type': 'application/json', 'x-channelkit-token': boot.token }, body })
    .then(async (response) => (response.ok ? 'Sent.' : await response.text()), () => 'The server does not answer.');
  byId('answer').textContent = answer;
});
`;

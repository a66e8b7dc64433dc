/** The page's script. It inserts everything from the network as text, never as markup. */
export const script: string = `
const byId = (id) => document.getElementById(id);
const element = (tag, text) => { const made = document.createElement(tag); made.textContent = text; return made; };
const fill = (id, rows) => byId(id).replaceChildren(...rows);
const row = (cells) => { const tr = document.createElement('tr'); tr.append(...cells.map((cell) => element('td', String(cell ?? '')))); return tr; };
const form = byId('send');
const faultForm = byId('fault');
for (const each of [form, faultForm]) each.elements.app.replaceChildren(...boot.apps.map(({ id }) => element('option', id)));

const labels = { connections: 'Connections', peakConnections: 'Peak connections', framesIn: 'Frames in', framesOut: 'Frames out',
  published: 'Events published', subscriptions: 'Subscriptions', requests: 'HTTP requests', webhooks: 'Webhooks', webhookFailures: 'Failed webhooks', errors: 'Errors' };

function show({ connections, channels, counters, faults }) {
  fill('active-faults', faults.map(({ id, ...fault }) => element('li', JSON.stringify(fault))));
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
stream.onerror = () => say('server not reachable; reload the page when it is back', false);
stream.addEventListener('state', (message) => show(JSON.parse(message.data)));
stream.addEventListener('events', (message) => JSON.parse(message.data).forEach(append));
byId('clear').addEventListener('click', () => fill('events', []));

form.addEventListener('submit', async (submit) => {
  submit.preventDefault();
  const { app, channel, event, data } = form.elements;
  try { JSON.parse(data.value); } catch { byId('answer').textContent = 'The data is not valid JSON.'; return; }
  const body = { app: app.value, channel: channel.value, event: event.value, data: data.value };
  byId('answer').textContent = await request('POST', 'trigger', body, 'Sent.');
});

async function request(method, path, body, done) {
  const headers = { 'content-type': 'application/json', 'x-channelkit-token': boot.token };
  return fetch('/channelkit/' + path, { method, headers, body: JSON.stringify(body) })
    .then(async (response) => (response.ok ? done : await response.text()), () => 'The server does not answer.');
}

faultForm.addEventListener('submit', async (submit) => {
  submit.preventDefault();
  const fields = Object.fromEntries([...new FormData(faultForm)].filter(([, value]) => value !== ''));
  for (const name of ['times', 'ms']) if (name in fields) fields[name] = Number(fields[name]);
  byId('fault-answer').textContent = await request('POST', 'faults', fields, 'Begun.');
});
byId('end-faults').addEventListener('click', async () => {
  byId('fault-answer').textContent = await request('DELETE', 'faults', {}, 'Ended.');
});
`;

const [state, button, rings] = ['state', 'ring', 'rings'].map((id) => document.getElementById(id));

// The server's settings in the words of pusher-js.
const { key, cluster, host, port, tls } = await fetch('/api/config').then((response) => response.json());
const address = host ? { wsHost: host, wsPort: port, wssPort: port } : {};
const pusher = new Pusher(key, { cluster, ...address, forceTLS: tls, enabledTransports: ['ws', 'wss'] });

const doorbell = pusher.subscribe('doorbell');
doorbell.bind('pusher:subscription_succeeded', () => {
  state.textContent = 'live';
});
doorbell.bind('rang', ({ at }) => {
  const item = document.createElement('li');
  item.textContent = `It rang at ${new Date(at).toLocaleTimeString()}`;
  rings.prepend(item);
});
button.addEventListener('click', async () => {
  const response = await fetch('/api/ring', { method: 'POST' });
  if (!response.ok) state.textContent = (await response.json()).error;
});

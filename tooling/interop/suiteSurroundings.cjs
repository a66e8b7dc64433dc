// What the suite's specs import as `integration`: names, and the back end that signs for them and sends their events.
exports.API_URL = API_URL;
exports.API_EU_URL = API_EU_URL;
exports.describe = (name, body) => describe(`${name} (integration)`, body);
exports.getRandomName = (prefix) => `${prefix}_${Date.now()}_${Math.floor(Math.random() * 1e6)}`;
exports.sendAPIMessage = ({ url, channel, event, data }) =>
  fetch(url, { method: 'POST', body: JSON.stringify({ channel, event, data }) });

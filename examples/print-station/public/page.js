const form = document.querySelector('form');
const status = document.querySelector('[role=status]');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = new FormData(form).get('text');
  const response = await fetch('/api/orders', { method: 'POST', body: JSON.stringify({ text }) });
  const answer = await response.json();
  status.textContent = response.ok ? `Order ${answer.id} is on its way to the printer.` : answer.error;
  if (response.ok) form.reset();
});

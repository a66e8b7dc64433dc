// Loaded into a demo before anything else: at SIGUSR2 its clock is two days ahead. Timers keep their pace.
const twoDays = 2 * 86_400_000;
const realNow = Date.now.bind(Date);
let ahead = 0;

Date.now = () => realNow() + ahead;
globalThis.Date = new Proxy(Date, {
  construct: (target, given: unknown[]) =>
    Reflect.construct(target, given.length === 0 ? [Date.now()] : given),
});
process.on('SIGUSR2', () => {
  ahead += twoDays;
});

import { expect, test } from './support/test.ts';

test('points re-rank every window at once, without a fetch for any of them (002.3)', async ({
  visit,
  protocol,
}) => {
  const coach = await (await visit(3)).openLive('/leaderboard');
  const watcher = await (await visit()).openLive('/leaderboard');
  await protocol.subscribed('leaderboard-channel', 2);
  const fetched: string[] = [];
  watcher.on('request', (request) => {
    if (request.url().includes('/api/leaderboard')) fetched.push(request.url());
  });
  const sam = watcher.locator('[data-player="6"]');
  const before = Number((await sam.locator('[data-changes]').innerText()).replace(',', ''));
  await coach.getByRole('button', { name: 'Give Sam Whitlock 50 points' }).click();
  await expect(sam).toContainText((before + 50).toLocaleString('en-IE'));
  for (let points = before + 50; points < 900; points += 50) {
    await coach.getByRole('button', { name: 'Give Sam Whitlock 50 points' }).click();
    await expect(sam).toContainText((points + 50).toLocaleString('en-IE'));
  }
  await expect(sam).toHaveAttribute('data-rank', '1');
  await expect(sam).toContainText('up');
  await expect(watcher.getByRole('button', { name: /points/ })).toHaveCount(0);
  expect(fetched).toEqual([]);
});

test('an invalid score is refused with a reason', async ({ visit, demo }) => {
  const coach = await visit(3);
  const answer = await coach.api.post(`${demo.url}/api/leaderboard`, { data: { userId: '1', points: 1e9 } });
  expect(answer.status()).toBe(422);
  expect((await answer.json()).fields.points).toBe('At most 1,000 points at once.');
});

import 'vscode-jsonrpc/node';
import type { ModelSummary } from '@condenser/protocol';
import { App } from '@condenser/webui/app/app.ts';
import { initialState } from '@condenser/webui/state/state.ts';
import { Store } from '@condenser/webui/state/store.ts';
import { describe, expect, it } from 'vitest';
import { FakeHost } from '../../fakes/fakeHost.ts';

const model = { name: 'fake:latest', size: 1, chat: true, loaded: false } as ModelSummary;
const results = {
  initialize: { protocolVersion: 1, serverInfo: { name: 'fake' }, capabilities: {} },
  'page/hello': {
    settings: { strategy: 'condense+history' },
    status: { state: 'reachable', host: 'http://127.0.0.1:1' },
    runningTurns: [],
  },
  'conversation/list': { conversations: [] },
  'model/list': { models: [model] },
  'model/transfers': { transfers: [] },
  'prompts/list': { prompts: [] },
  'chat/send': {},
};

/** A page that is connected and has read what it needs, and the requests that it sends from then on. */
async function openedPage() {
  const host = new FakeHost();
  host.results = results;
  const app = new App(new Store(initialState('en'), queueMicrotask), host);
  await app.session.start();
  await expect.poll(() => host.requests).toContain('prompts/list');
  await expect.poll(() => app.store.state.models).toEqual([model]);
  const before = host.requests.length;
  return { app, host, requests: () => host.requests.slice(before) };
}

const changed = (settings: object) => ({
  ...{ settings, stored: [], overridden: {} },
  ...{ file: '/settings.json', dataFolder: '/data' },
});

describe('a page whose settings change', () => {
  it('takes them from the notification, and asks for nothing', async () => {
    const { app, host, requests } = await openedPage();
    host.notify('settings/changed', changed({ strategy: 'history', temperature: 0.5 }));
    await expect.poll(() => app.store.state.settings?.temperature).toBe(0.5);
    expect(requests()).toEqual([]);
  });

  it('reads the list of prompts again where the prompts changed', async () => {
    const { host, requests } = await openedPage();
    const prompts = [{ name: 'races', title: 'Find races', text: 'Which races?' }];
    host.notify('settings/changed', changed({ strategy: 'history', prompts }));
    await expect.poll(requests).toEqual(['prompts/list']);
  });
});

describe('the list of models', () => {
  it('is not read again after a turn; the model that answered is loaded', async () => {
    const { app, host, requests } = await openedPage();
    app.turns.send('Why?', []);
    const { clientTurnId } = app.store.state.pending[0] ?? {};
    const turn = { conversationId: 'c', turnId: 't', clientTurnId };
    const usage = { model: 'fake', contextWindow: 4096 };
    for (const event of [
      { kind: 'started', createdAt: '2026-01-01T00:00:00.000Z', text: 'Why?', parentTurnId: null },
      { kind: 'usage', usage },
      { kind: 'finished', stopReason: 'complete', answerLength: 0 },
    ]) {
      host.notify('chat/event', { ...turn, strategy: 'history', ...event });
    }
    await expect.poll(() => app.store.state.models[0]?.loaded).toBe(true);
    expect(requests()).toEqual(['chat/send']);
  });

  it('is read again where the status names another server', async () => {
    const { host, requests } = await openedPage();
    host.notify('status/changed', { state: 'reachable', host: 'http://127.0.0.1:2' });
    await expect.poll(requests).toEqual(['model/list']);
  });
});

import type { Page } from 'playwright-core';

/** What the stub of the IDE answers with, as data that travels into the page. */
export interface StubScript {
  /** Results by method; other methods are answered with null. */
  readonly results: Readonly<Record<string, unknown>>;
}

/** What a page does behind the stub's back. */
export interface StubWindow {
  /** Every message that the page has posted. */
  posted: { method?: string; id?: number; params?: unknown }[];
  /** How often something of an answer ran. */
  fired: number;
  condenserReceive(messages: readonly string[]): void;
  condenserTheme(theme: unknown): void;
}

/**
 * Puts an IDE around the page that is opened next: a bridge that records what the page posts and
 * answers from the script. A call of `fire()` from anywhere is counted.
 */
export async function installIdeStub(page: Page, script: StubScript): Promise<void> {
  // What tsx compiles names its functions by a helper that is not in the page.
  await page.addInitScript('globalThis.__name ??= (named) => named');
  await page.addInitScript((given) => {
    const stub = window as unknown as StubWindow & {
      fire: () => void;
      condenserHost: { post(json: string): void };
    };
    stub.posted = [];
    stub.fired = 0;
    stub.fire = () => {
      stub.fired += 1;
    };
    stub.condenserHost = {
      post: (json) => {
        const message = JSON.parse(json) as { method?: string; id?: number; params?: unknown };
        stub.posted.push(message);
        if (message.id === undefined || message.method === undefined) return;
        // Turns end by the events that the test sends, and what takes long when the test says so.
        if (/^(?:chat|builtin)\//.test(message.method)) return;
        const result = given.results[message.method] ?? null;
        setTimeout(() =>
          stub.condenserReceive([JSON.stringify({ jsonrpc: '2.0', id: message.id, result })]),
        );
      },
    };
  }, script);
}

/** The results that let a page begin, with an IDE that can do everything. */
export const beginning: Readonly<Record<string, unknown>> = {
  'ide/capabilities': {
    hostName: 'Stub IDE',
    methods: [
      ...['ide/copy', 'ide/insert', 'ide/replaceSelection', 'ide/diff', 'ide/newFile'],
      ...['ide/selection', 'ide/openExternal', 'ide/openLog', 'ide/focusEditor'],
    ],
    workspace: { uri: 'file:///project', name: 'project' },
  },
  'page/hello': {
    settings: { strategy: 'condense+history' },
    status: { state: 'reachable', host: 'http://127.0.0.1:11434', model: 'fake:latest' },
    runningTurns: [],
  },
  'conversation/list': { conversations: [] },
  'model/list': { models: [] },
  'model/transfers': { transfers: [] },
  'prompts/list': {
    prompts: [
      { name: 'explain', title: 'Explain', text: 'Explain this code.', builtin: true },
      { name: 'tests', title: 'Write tests', text: 'Write tests for this code.', builtin: true },
    ],
  },
  'ide/insert': { applied: true },
  'ide/newFile': { uri: null },
  'ide/replaceSelection': { outcome: 'applied' },
  'ide/selection': {
    kind: 'selection',
    uri: 'file:///project/src/a.ts',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } },
    text: 'let a',
    version: 1,
  },
};

/** Sends notifications to the page, in one batch. */
export async function notify(page: Page, method: string, all: readonly unknown[]): Promise<void> {
  const messages = all.map((params) => JSON.stringify({ jsonrpc: '2.0', method, params }));
  await page.evaluate(
    (batch) => (window as unknown as StubWindow).condenserReceive(batch),
    messages,
  );
}

/** Answers the last request of this method, which the stub itself has left open. */
export async function reply(
  page: Page,
  method: string,
  answer: { readonly result: unknown } | { readonly error: object },
): Promise<void> {
  await page.evaluate(
    ([wanted, given]) => {
      const stub = window as unknown as StubWindow;
      const asked = stub.posted.filter((message) => message.method === wanted).at(-1);
      stub.condenserReceive([JSON.stringify({ jsonrpc: '2.0', id: asked?.id, ...given })]);
    },
    [method, answer] as const,
  );
}

/** The methods that the page has posted, in their order. */
export function postedMethods(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (window as unknown as StubWindow).posted.flatMap(({ method }) => method ?? []),
  );
}

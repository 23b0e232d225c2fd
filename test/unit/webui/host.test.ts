import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeHost } from '@condenser/test/fakes/fakeHost.ts';
import type { Channel, Host } from '@condenser/webui/host/host.ts';
import { type BridgeWindow, IdeBridge } from '@condenser/webui/host/ideBridge.ts';
import { WebSocketHost } from '@condenser/webui/host/webSocketHost.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket as NodeWebSocket, WebSocketServer } from 'ws';

/** A host, and the other end of its channel. */
interface Scene {
  readonly host: Host;
  /** What the other end got. */
  received(): readonly string[];
  /** Sends from the other end. */
  deliver(json: string): void;
  /** Cuts the channel from the other end; undefined where nothing can. */
  readonly cut?: () => void;
  close(): Promise<void>;
}

const scenes: Readonly<Record<string, () => Promise<Scene>>> = {
  'the fake': fakeScene,
  "the IDE's bridge": bridgeScene,
  'the WebSocket': webSocketScene,
};

describe.each(Object.entries(scenes))('%s as a host', (_, makeScene) => {
  let scene: Scene;
  afterEach(() => scene.close());

  async function opened(): Promise<{ channel: Channel; heard: string[]; closed: () => number }> {
    scene = await makeScene();
    const heard: string[] = [];
    let closed = 0;
    const channel = await scene.host.open({
      onMessage: (json) => heard.push(json),
      onClosed: () => {
        closed += 1;
      },
    });
    return { channel, heard, closed: () => closed };
  }

  it('carries messages both ways, whole and in their order', async () => {
    const { channel, heard } = await opened();
    const texts = Array.from({ length: 50 }, (_, n) => JSON.stringify({ n, text: '你好 🙂' }));
    for (const text of texts) channel.send(text);
    for (const text of texts) scene.deliver(text);
    await expect.poll(() => scene.received()).toEqual(texts);
    await expect.poll(() => heard).toEqual(texts);
  });

  it('carries a message of several megabytes', async () => {
    const { channel, heard } = await opened();
    const large = JSON.stringify({ text: '大'.repeat(1_500_000) });
    channel.send(large);
    scene.deliver(large);
    await expect.poll(() => scene.received()[0]?.length).toBe(large.length);
    await expect.poll(() => heard[0] === large).toBe(true);
  });

  it('says nothing after it was closed', async () => {
    const { channel, heard, closed } = await opened();
    channel.close();
    scene.deliver('{"late":true}');
    await new Promise((done) => setTimeout(done, 20));
    expect(heard).toEqual([]);
    expect(closed()).toBe(0);
  });

  it('tells once when it is cut, and opens again', async () => {
    const { closed } = await opened();
    scene.cut?.();
    if (scene.cut) await expect.poll(closed).toBe(1);
    const heard: string[] = [];
    await scene.host.open({ onMessage: (json) => heard.push(json), onClosed: () => undefined });
    scene.deliver('{"again":true}');
    await expect.poll(() => heard).toEqual(['{"again":true}']);
  });
});

async function fakeScene(): Promise<Scene> {
  const host = new FakeHost();
  return {
    host,
    received: () => host.sent,
    deliver: (json) => host.deliver(json),
    cut: () => host.cut(),
    close: async () => undefined,
  };
}

async function bridgeScene(): Promise<Scene> {
  const posted: string[] = [];
  const window: BridgeWindow = { addEventListener: () => undefined };
  window.condenserHost = { post: (json) => posted.push(json) };
  const host = new IdeBridge(window);
  let parts = 0;
  return {
    host,
    received: () => posted,
    deliver: (json) => {
      if (json.length < 1_000_000) return window.condenserReceive?.([json]);
      parts += 1;
      const half = json.length >> 1;
      // In any order.
      window.condenserReceivePart?.(`large-${parts}`, 1, 2, json.slice(half));
      window.condenserReceivePart?.(`large-${parts}`, 0, 2, json.slice(0, half));
    },
    close: async () => undefined,
  };
}

async function webSocketScene(): Promise<Scene> {
  const received: string[] = [];
  let socket: NodeWebSocket | undefined;
  const server: Server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (opened) => {
    socket = opened;
    opened.once('message', () => {
      opened.send('{}');
      opened.on('message', (data) => received.push(String(data)));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const host = new WebSocketHost({
    address: new URL(`http://127.0.0.1:${port}/`),
    storage: { getItem: () => 'secret', setItem: () => undefined },
    fetch,
    WebSocket: NodeWebSocket as unknown as typeof WebSocket,
    replaceAddress: () => undefined,
  });
  return {
    host,
    received: () => received,
    deliver: (json) => socket?.send(json),
    cut: () => socket?.terminate(),
    close: async () => {
      sockets.close();
      for (const client of sockets.clients) client.terminate();
      await new Promise((done) => server.close(done));
    },
  };
}

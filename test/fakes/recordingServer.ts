import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request as sendRequest } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A request to the server, direct or as a proxy. */
export interface Recorded {
  readonly method: string;
  /** A path; for a proxy, the whole URL or `host:port`. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** A server that records all requests. */
export interface RecordingServer {
  readonly url: string;
  readonly received: readonly Recorded[];
  stop(): Promise<void>;
}

/**
 * Starts a server that records whether it is used. With `forwardTo` it is an HTTP proxy that maps
 * every host name to that port on loopback; otherwise it answers 200 to everything.
 */
export async function startRecordingServer(
  options: { readonly forwardTo?: number } = {},
): Promise<RecordingServer> {
  const received: Recorded[] = [];
  const sockets = new Set<Socket>();
  const { forwardTo } = options;
  const server = createServer((request, response) => {
    const { method = '', url: target = '', headers } = request;
    received.push({ method, target, headers });
    if (forwardTo === undefined) {
      response.end();
      return;
    }
    const { pathname } = new URL(target);
    const onward = sendRequest(
      { host: '127.0.0.1', port: forwardTo, method, path: pathname, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  server.on('connect', (request, client: Socket) => {
    const { method = '', url: target = '', headers } = request;
    received.push({ method, target, headers });
    if (forwardTo === undefined) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const onward = connect(forwardTo, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(onward).pipe(client);
    });
    for (const [one, other] of [[client, onward] as const, [onward, client] as const]) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

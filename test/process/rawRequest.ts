import { connect } from 'node:net';

/** What a client does after it has sent its bytes. */
export type AfterSending =
  /** Waits for an answer or the end of the connection. */
  | 'waits'
  /** Half-closes the connection, like a killed client. */
  | 'ends'
  /** Resets the connection immediately. */
  | 'resets';

/** Bytes for a socket, well-formed or not. */
export interface RawRequest {
  readonly bytes: Buffer | string;
  readonly after: AfterSending;
}

/** The first line of the answer; undefined if the connection was closed without one. */
export function sendRaw(port: number, { bytes, after }: RawRequest): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let text = '';
    const finish = () => {
      socket.destroy();
      resolve(/^HTTP\/1\.1 \d{3}[^\r]*/.exec(text)?.[0]);
    };
    socket.on('error', finish).on('close', finish).on('end', finish);
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part;
      // After a half-close, the client waits for the server to close the connection.
      if (after === 'waits' && text.includes('\r\n')) finish();
    });
    socket.on('connect', () => {
      socket.write(bytes, () => {
        if (after === 'ends') socket.end();
        if (after === 'resets') socket.resetAndDestroy();
      });
    });
  });
}

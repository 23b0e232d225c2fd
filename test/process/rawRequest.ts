import { connect } from 'node:net';

/** What a client does when it has sent its bytes. */
export type AfterSending =
  /** Waits until it is answered, or its connection is closed. */
  | 'waits'
  /** Ends its own side, as a client that was killed does. */
  | 'ends'
  /** Resets the connection without waiting for anything. */
  | 'resets';

/** Bytes for a socket, well-formed or not. */
export interface RawRequest {
  readonly bytes: Buffer | string;
  readonly after: AfterSending;
}

/** The first line of the answer; undefined where the connection was closed without one. */
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
      // A client that has ended its side waits for the server to close the connection.
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

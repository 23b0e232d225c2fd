/** A server-sent event on the wire. */
export interface WireEvent {
  readonly event: string;
  readonly data: unknown;
}

/** Parses the events of a whole stream strictly. */
export function parseEvents(text: string): WireEvent[] {
  const blocks = text.split('\r\n\r\n');
  if (blocks.pop() !== '') throw new Error(`The stream ends inside an event: ${text.slice(-200)}`);
  return blocks
    .filter((block) => !block.startsWith(':'))
    .map((block) => {
      const match = /^event: (\w+)(?:\r\ndata: ([^\r\n]*))?$/.exec(block);
      if (!match) throw new Error(`No event: ${block}`);
      const [, event = '', data] = match;
      return { event, data: data === undefined ? undefined : JSON.parse(data) };
    });
}

/** The tokens of a stream, joined. */
export function textOf(events: readonly WireEvent[]): string {
  return events
    .filter(({ event }) => event === 'data')
    .map(({ data }) => data as string)
    .join('');
}

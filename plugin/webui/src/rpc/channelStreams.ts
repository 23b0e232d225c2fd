import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
} from 'vscode-jsonrpc';
import type { Channel } from '../host/host.ts';

/** Reads JSON-RPC messages from a channel. */
export class ChannelReader extends AbstractMessageReader {
  private callback: DataCallback | undefined;

  /** Takes a message. Malformed JSON is reported as an error; the next message is read. */
  receive(json: string): void {
    try {
      this.callback?.(JSON.parse(json) as Message);
    } catch (error) {
      this.fireError(error);
    }
  }

  /** The channel was cut. */
  end(): void {
    this.fireClose();
  }

  listen(callback: DataCallback): Disposable {
    this.callback = callback;
    return { dispose: () => this.stop() };
  }

  private stop(): void {
    this.callback = undefined;
  }
}

/** Writes JSON-RPC messages to a channel. */
export class ChannelWriter extends AbstractMessageWriter {
  private readonly channel: Channel;

  constructor(channel: Channel) {
    super();
    this.channel = channel;
  }

  async write(message: Message): Promise<void> {
    this.channel.send(JSON.stringify(message));
  }

  end(): void {
    this.channel.close();
  }
}

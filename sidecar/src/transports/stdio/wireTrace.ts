import { HIDDEN_VALUE } from '@condenser/protocol';
import type { MessageReader, MessageWriter } from 'vscode-jsonrpc';
import type { Logger } from '../../logging/logger.ts';
import { maskedAddress } from '../../settings/addressCredentials.ts';

/** Shows every message in the log while its level is `trace`. */
export class WireTrace {
  private readonly logger: Logger;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  /** The same reader; what it reads is shown as it passes. */
  reader(reader: MessageReader): MessageReader {
    const listen = reader.listen.bind(reader);
    reader.listen = (callback) =>
      listen((message) => {
        this.show('←', message);
        callback(message);
      });
    return reader;
  }

  /** The same writer; what it writes is shown as it passes. */
  writer(writer: MessageWriter): MessageWriter {
    const write = writer.write.bind(writer);
    writer.write = (message) => {
      this.show('→', message);
      return write(message);
    };
    return writer;
  }

  private show(arrow: string, message: unknown): void {
    if (this.logger.enabled('trace')) this.logger.trace(`${arrow} ${withoutSecrets(message)}`);
  }
}

/** The message as JSON, with the values of headers and the password of an address hidden. */
function withoutSecrets(message: unknown): string {
  return JSON.stringify(message, (key, value: unknown) => {
    if (key === 'ollamaHost' && typeof value === 'string') return maskedAddress(value);
    if (key !== 'headers' || typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.keys(value).map((name) => [name, HIDDEN_VALUE]));
  });
}

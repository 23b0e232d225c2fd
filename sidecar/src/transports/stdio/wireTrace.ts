import { HIDDEN_VALUE } from '@condenser/protocol';
import type { MessageReader, MessageWriter } from 'vscode-jsonrpc';
import type { Logger } from '../../logging/logger.ts';
import { maskedAddress } from '../../settings/addressCredentials.ts';

/** Logs every message while the log level is `trace`. */
export class WireTrace {
  private readonly logger: Logger;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  /** Logs what the reader reads. Returns the same reader. */
  reader(reader: MessageReader): MessageReader {
    const listen = reader.listen.bind(reader);
    reader.listen = (callback) =>
      listen((message) => {
        this.log('←', message);
        callback(message);
      });
    return reader;
  }

  /** Logs what the writer writes. Returns the same writer. */
  writer(writer: MessageWriter): MessageWriter {
    const write = writer.write.bind(writer);
    writer.write = (message) => {
      this.log('→', message);
      return write(message);
    };
    return writer;
  }

  private log(arrow: string, message: unknown): void {
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

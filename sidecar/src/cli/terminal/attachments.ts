import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ContextItem } from '@condenser/protocol';
import {
  type AttachmentFailure,
  CondenserError,
  hasCode,
  isError,
  messageOf,
} from '../../errors.ts';

/** More than the largest context window can hold. */
const MAX_BYTES = 16e6;
/** Control characters that text never contains in any encoding: all but white space and ESC. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
const BINARY = /[\u0000-\u0007\u000e-\u001a\u001c-\u001f]/;

/** The characters of Windows-1252 in place of Latin-1's control characters from 0x80. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Reads a file as context for a question.
 *
 * @throws `attachment` when it is not a readable text file.
 */
export async function readAttachment(path: string): Promise<ContextItem> {
  const text = decodeText(await readBytes(path));
  if (text === undefined) throw new CondenserError('attachment', { path, problem: 'binary' });
  return { kind: 'file', title: basename(path), text };
}

/**
 * Decodes UTF-8, UTF-16 with a byte order mark, or else Windows-1252. Undefined for binary data.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const text = decodeMarked(bytes) ?? decodeUtf8(bytes);
  if (text !== undefined) return text.includes('\0') ? undefined : text;
  const latin1 = Buffer.from(bytes).toString('latin1');
  if (BINARY.test(latin1)) return undefined;
  // TextDecoder of Node 20 does not map these characters.
  return latin1.replace(
    /[\u0080-\u009f]/g,
    (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char,
  );
}

function decodeMarked(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  // The decoders drop the mark.
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return undefined;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    // Before opening it: opening a pipe waits for its other end.
    const status = await stat(path);
    if (status.isDirectory()) throw new CondenserError('attachment', { path, problem: 'folder' });
    if (!status.isFile()) throw new CondenserError('attachment', { path, problem: 'notAFile' });
    if (status.size > MAX_BYTES) throw tooLarge(path);
    return await readBounded(path);
  } catch (cause) {
    if (isError(cause, 'attachment')) throw cause;
    const problem: AttachmentFailure['problem'] = hasCode(cause, 'ENOENT', 'ENOTDIR')
      ? 'missing'
      : 'unreadable';
    throw new CondenserError('attachment', { path, problem, reason: messageOf(cause) }, { cause });
  }
}

/** The size reported by the system may be wrong: files in /proc have none, and logs grow. */
async function readBounded(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of file.createReadStream({
      autoClose: false,
    }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BYTES) throw tooLarge(path);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}

function tooLarge(path: string): CondenserError<'attachment'> {
  return new CondenserError('attachment', { path, problem: 'tooLarge', maxBytes: MAX_BYTES });
}

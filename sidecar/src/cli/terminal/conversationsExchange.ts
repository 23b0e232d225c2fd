import { open, readFile, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Application } from '../../app/application.ts';
import { CondenserError, hasCode, isError, messageOf } from '../../errors.ts';
import { replaceFile } from '../../files/replaceFile.ts';
import { printJson } from './conversationLines.ts';
import { Terminal, type TerminalStreams } from './terminal.ts';

/** The options of an export. */
export interface ExportOptions {
  /** If empty, all that are not in the trash. */
  readonly ids: readonly string[];
  readonly format: 'markdown' | 'json';
  /** Default: stdout. */
  readonly output?: string;
  readonly force?: boolean;
}

/**
 * Exports conversations as one text.
 *
 * @throws `notFound`, `ambiguousId`; `fileExists`, `notSaved`: a file that was there is
 *   as it was then.
 */
export async function exportTo(
  application: Application,
  streams: TerminalStreams,
  { ids: beginnings, format, output, force = false }: ExportOptions,
): Promise<void> {
  const terminal = new Terminal(streams);
  const { conversations: all, exportImport } = application.chat;
  const named = await Promise.all(beginnings.map((beginning) => all.find(beginning)));
  const ids = named.length === 0 ? undefined : [...new Set(named)];
  const { text, conversations, unreadable } = await exportImport.export(ids, format);
  if (unreadable.length > 0) {
    const files = unreadable.map((id) => `${id}.jsonl`);
    await terminal.aside(application.wording().conversations.notExported({ files }));
  }
  if (output === undefined) return terminal.answer(text);
  const path = resolve(output);
  await writePrivately(path, text, force);
  await terminal.aside(application.wording().conversations.exported({ path, conversations }));
}

/** The options of an import. */
export interface ImportOptions {
  /** `-` is stdin. */
  readonly file: string;
  readonly readInput: () => Promise<string>;
  readonly json?: boolean;
}

/**
 * Imports conversations that were exported as JSON.
 *
 * @throws `settings` naming the file and the field that is wrong: nothing was taken in then.
 *   `notSaved`.
 */
export async function importFrom(
  application: Application,
  streams: TerminalStreams,
  { file, readInput, json }: ImportOptions,
): Promise<void> {
  const terminal = new Terminal(streams);
  const text = file === '-' ? await readInput() : await readExport(file);
  const imported = await application.chat.exportImport
    .import(text)
    .catch((error: unknown) => Promise.reject(namingFile(error, file)));
  if (json) return printJson(terminal, imported);
  const { conversationIds, turnsAdded, turnsKnown } = imported;
  const facts = { conversations: conversationIds.length, turnsAdded, turnsKnown };
  await terminal.aside(application.wording().conversations.imported(facts));
}

async function readExport(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const problem = hasCode(cause, 'ENOENT', 'ENOTDIR') ? 'missing' : 'unreadable';
    throw new CondenserError('attachment', { path, problem, reason: messageOf(cause) }, { cause });
  }
}

/** An error that names the file instead of the `text` parameter that carries its content. */
function namingFile(cause: unknown, path: string): unknown {
  if (!isError(cause, 'invalidParams')) return cause;
  const file = path === '-' ? 'stdin' : path;
  const field = cause.facts.field.replace(/^text\.?/, '') || 'file';
  const { problem } = cause.facts;
  return new CondenserError('settings', { file, field, problem }, { cause });
}

/** Conversations are private, so other users must not be able to read the file. */
async function writePrivately(path: string, text: string, force: boolean): Promise<void> {
  try {
    const there = force ? await stat(path).catch(() => undefined) : undefined;
    if (there?.isFile()) await replaceFile(path, text);
    else await writeNew(path, text, there === undefined);
  } catch (cause) {
    if (hasCode(cause, 'EEXIST')) throw new CondenserError('fileExists', { path });
    throw new CondenserError('notSaved', { path, reason: messageOf(cause) }, { cause });
  }
}

/** Writes a new file or, with force, something that is not a regular file, such as a pipe. */
async function writeNew(path: string, text: string, exclusively: boolean): Promise<void> {
  const file = await open(path, exclusively ? 'wx' : 'w', 0o600);
  try {
    await file.writeFile(text);
  } catch (error) {
    if (exclusively) await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

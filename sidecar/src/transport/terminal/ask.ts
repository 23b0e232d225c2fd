import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ContextItem } from '@condenser/protocol';
import type { Application } from '../../application.ts';
import { SettingsError } from '../../errors/index.ts';
import { type Chosen, turnChoice } from './chosen.ts';
import { Terminal, type TerminalStreams } from './terminal.ts';
import { TurnPrinter } from './turnPrinter.ts';

/** One question, and what goes with it. */
export interface Question {
  readonly text: string;
  readonly files: readonly string[];
  /** What was piped in. */
  readonly piped: string;
  readonly chosen: Chosen;
  readonly newId: () => string;
}

/**
 * Answers one question on stdout; everything else goes to stderr. An abort stops the answer and
 * keeps what was printed.
 *
 * @returns the exit code: 0, 1 after an error, 130 when it was stopped.
 * @throws SettingsError when a file cannot be read or nothing was asked; NotFoundError,
 *   AmbiguousIdError or ConversationDeletedError for a conversation that cannot go on.
 */
export async function ask(
  application: Application,
  streams: TerminalStreams,
  question: Question,
  signal: AbortSignal,
): Promise<number> {
  const { text, context } = await compose(question);
  const chosen = await turnChoice(application, question.chosen);
  const printer = new TurnPrinter(new Terminal(streams), () => application.wording());
  const unsubscribe = application.events.subscribe((event) => printer.show(event));
  try {
    const params = { ...chosen, clientTurnId: question.newId(), text, context };
    const { stopReason } = await application.conversations.send(params, signal);
    if (stopReason === 'cancelled') return 130;
    return stopReason === 'error' ? 1 : 0;
  } finally {
    unsubscribe();
  }
}

async function compose(question: Question): Promise<{ text: string; context: ContextItem[] }> {
  const files = await Promise.all(question.files.map(readContext));
  if (question.text !== '') {
    const piped = question.piped.trim() === '' ? [] : [textItem(question.piped)];
    return { text: question.text, context: [...files, ...piped] };
  }
  const text = question.piped.trim();
  if (text === '') {
    throw new SettingsError({ file: 'ask', field: 'question', problem: 'nothing was asked' });
  }
  return { text, context: files };
}

function textItem(text: string): ContextItem {
  return { kind: 'text', text: text.replace(/\n$/, '') };
}

async function readContext(file: string): Promise<ContextItem> {
  try {
    return { kind: 'file', title: basename(file), text: await readFile(file, 'utf8') };
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new SettingsError({ file: 'ask', field: '--file', problem }, { cause });
  }
}

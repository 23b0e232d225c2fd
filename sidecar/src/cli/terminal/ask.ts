import type { ContextItem } from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import { CondenserError } from '../../errors.ts';
import { decodeText, readAttachment } from './attachments.ts';
import { Terminal, type TerminalStreams } from './terminal.ts';
import { type Chosen, turnChoice } from './turnChoice.ts';
import { TurnPrinter } from './turnPrinter.ts';

/** A question and its attachments. */
export interface Question {
  readonly text: string;
  readonly files: readonly string[];
  /** The piped input, in any encoding that a file may have. */
  readonly piped: Uint8Array;
  readonly chosen: Chosen;
  readonly newId: () => string;
}

/**
 * Answers one question on stdout; everything else goes to stderr. An abort stops the answer and
 * saves the partial answer.
 *
 * @returns the exit code: 0, 1 after an error or when the turn is not saved or another process stopped it,
 *   130 when the signal stopped it.
 * @throws `attachment` when a file cannot go with it; `usage` when nothing was asked; `notFound`,
 *   `ambiguousId` or `conversationDeleted` for a conversation that cannot continue.
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
  let saved = true;
  const unsubscribe = application.chat.events.subscribe((event) => {
    if (event.kind === 'notice' && event.notice.code === 'notSaved') saved = false;
    return printer.show(event);
  });
  try {
    const params = { ...chosen, clientTurnId: question.newId(), text, context };
    const result = await application.chat.turns.send(params, signal);
    const { stopReason } = result;
    if (stopReason === 'cancelled') {
      return (await printer.reportStoppedElsewhere(application, result)) ? 1 : 130;
    }
    return stopReason === 'error' || !saved ? 1 : 0;
  } finally {
    unsubscribe();
  }
}

async function compose(question: Question): Promise<{ text: string; context: ContextItem[] }> {
  const piped = decodeText(question.piped);
  if (piped === undefined)
    throw new CondenserError('attachment', { path: 'stdin', problem: 'binary' });
  const files = await Promise.all(question.files.map(readAttachment));
  if (question.text.trim() !== '') {
    const items = piped.trim() === '' ? [] : [textItem(piped)];
    return { text: question.text, context: [...files, ...items] };
  }
  const text = piped.trim();
  if (text === '') {
    throw new CondenserError('usage', {
      problem: 'missingArgument',
      command: 'condenser ask',
      name: 'question',
    });
  }
  return { text, context: files };
}

function textItem(text: string): ContextItem {
  return { kind: 'text', text: text.replace(/\n$/, '') };
}

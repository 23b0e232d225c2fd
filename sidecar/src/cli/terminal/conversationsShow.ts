import type { ContextItem, ConversationGetResult, TurnRecord } from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import type { Wording } from '../../i18n/wording.ts';
import { pathTo } from '../../store/conversation.ts';
import { localTime, oneLine, printJson } from './conversationLines.ts';
import { Terminal, type TerminalStreams } from './terminal.ts';

/**
 * Prints a conversation, on its most recently used branch. As JSON: with all branches.
 *
 * @throws `notFound`, `ambiguousId`
 */
export async function show(
  application: Application,
  streams: TerminalStreams,
  beginning: string,
  { json }: { readonly json?: boolean },
): Promise<void> {
  const terminal = new Terminal(streams);
  const { conversations } = application.chat;
  const found = await conversations.get(await conversations.find(beginning));
  if (json) return printJson(terminal, found);
  const branch = branchOf(found);
  const wording = application.wording();
  await terminal.answer(heading(found, wording));
  for (const turn of branch) await terminal.answer(turnText(turn, wording));
  for (const remark of remarks(found, branch.length, wording)) await terminal.aside(remark);
}

function branchOf({ turns, lastTurnId }: ConversationGetResult): TurnRecord[] {
  const byId = new Map(turns.map((turn) => [turn.turnId, turn]));
  return pathTo({ turns: byId }, lastTurnId);
}

function heading({ conversation }: ConversationGetResult, { conversations }: Wording): string {
  const { title, conversationId, updatedAt, turnCount, workspaceUri } = conversation;
  const facts = [conversationId, localTime(updatedAt), conversations.turns(turnCount)];
  if (workspaceUri !== undefined) facts.push(workspaceUri);
  return `${oneLine(title)}\n${facts.join(' · ')}\n`;
}

/** A turn as the chat shows it: the question after the prompt, the standalone question, the answer. */
function turnText(turn: TurnRecord, wording: Wording): string {
  const { terminal, conversations } = wording;
  const lines = [`> ${turn.text.trim().replace(/\n/g, '\n  ')}`];
  for (const item of turn.context) lines.push(`  [${conversations.context(contextFacts(item))}]`);
  if (turn.standaloneQuestion !== undefined) {
    lines.push(terminal.standalone(turn.standaloneQuestion));
  }
  lines.push(...turn.notices.map(({ message }) => `[${message}]`));
  if (turn.answer.trim() !== '') lines.push(turn.answer.trim());
  if (turn.stopReason === undefined) lines.push(`[${conversations.running}]`);
  if (turn.stopReason === 'cancelled') {
    lines.push(`[${turn.answer === '' ? terminal.stoppedEmpty : terminal.stopped}]`);
  }
  if (turn.stopReason === 'length') lines.push(`[${terminal.cutAtLength}]`);
  if (turn.error) lines.push(`[${turn.error.message}]`);
  return `\n${lines.join('\n')}\n`;
}

function contextFacts({ title, uri, kind, text }: ContextItem): { name: string; lines: number } {
  return { name: oneLine(title ?? uri ?? kind), lines: text.split('\n').length };
}

function remarks(found: ConversationGetResult, shown: number, wording: Wording): string[] {
  const { conversation, draft, turns } = found;
  const { conversationId: id, deletedAt, damaged } = conversation;
  const text = wording.conversations;
  return [
    ...(draft ? [text.draft(draft.text)] : []),
    ...(turns.length > shown ? [text.otherBranches(turns.length - shown)] : []),
    ...(deletedAt === undefined ? [] : [text.inTrash({ id })]),
    ...(damaged === undefined ? [] : [damaged.message]),
  ];
}

import type { ContextItem } from '@condenser/protocol';
import { type Conversation, pathTo, summarize, type Turn } from '../../store/conversation.ts';

/** Conversations as Markdown for reading: the branch that was used last, of each. */
export function toMarkdown(conversations: readonly Conversation[]): string {
  return conversations.map(conversationText).join('\n---\n\n');
}

/** A name for the file, without characters that file systems do not allow. */
export function suggestedFileName(
  conversations: readonly Conversation[],
  extension: 'md' | 'json',
): string {
  const [only, ...others] = conversations;
  const title = only && others.length === 0 ? summarize(only).title : '';
  const name = title
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .trim()
    .slice(0, 60);
  return `${name || 'conversations'}.${extension}`;
}

function conversationText(conversation: Conversation): string {
  const { title, createdAt, turnCount } = summarize(conversation);
  const turns = pathTo(conversation, conversation.lastTurnId);
  const others = turnCount - turns.length;
  const note = others === 0 ? '' : ` · +${others}`;
  return [`# ${oneLine(title)}\n\n${createdAt.slice(0, 10)}${note}\n`, ...turns.map(turnText)].join(
    '\n',
  );
}

function turnText(turn: Turn): string {
  const parts = [`## ${oneLine(turn.text)}`];
  if (/\n/.test(turn.text.trim())) parts.push(turn.text.trim());
  parts.push(...turn.context.map(contextText));
  if (turn.standaloneQuestion !== undefined) parts.push(`> ${oneLine(turn.standaloneQuestion)}`);
  parts.push(turn.answer.trim());
  if (turn.error) parts.push(`*${oneLine(turn.error.message)}*`);
  if (turn.model !== undefined) parts.push(`<sub>${turn.model}</sub>`);
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function contextText(item: ContextItem): string {
  const fence = fenceFor(item.text);
  const title = item.title ?? item.uri;
  const heading = title === undefined ? '' : `${oneLine(title)}\n\n`;
  return `${heading}${fence}${item.languageId ?? ''}\n${item.text}\n${fence}`;
}

/** Longer than any run of backticks inside. */
function fenceFor(text: string): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  return '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

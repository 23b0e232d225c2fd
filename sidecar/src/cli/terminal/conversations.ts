import type { SearchHit } from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import { localTime, oneLine, printJson, shortIds, summaryLine } from './conversationLines.ts';
import { Terminal, type TerminalStreams } from './terminal.ts';

export { exportTo, importFrom } from './conversationsExchange.ts';
export { show } from './conversationsShow.ts';

/** Which conversations are listed or searched, and how they are shown. */
export interface ListOptions {
  readonly workspace?: string;
  readonly limit: number;
  readonly json?: boolean;
}

/** Lists conversations, newest first, one per line. */
export async function list(
  application: Application,
  streams: TerminalStreams,
  { workspace, deleted, limit, json }: ListOptions & { readonly deleted: boolean },
): Promise<void> {
  const terminal = new Terminal(streams);
  const page = await application.chat.conversations.list({
    workspaceUri: workspace,
    deleted,
    limit,
  });
  const { conversations, nextCursor } = page;
  if (json) return printJson(terminal, { conversations });
  const text = application.wording().conversations;
  const short = shortIds(conversations.map(({ conversationId }) => conversationId));
  for (const summary of conversations) {
    await terminal.answer(summaryLine(summary, short(summary.conversationId)));
  }
  if (conversations.length === 0) await terminal.aside(deleted ? text.noneDeleted : text.none);
  if (nextCursor !== undefined) await terminal.aside(text.more({ shown: conversations.length }));
}

/** Prints search results, best first: the conversation and the text around the first match. */
export async function search(
  application: Application,
  streams: TerminalStreams,
  { query, workspace, limit, json }: ListOptions & { readonly query: string },
): Promise<void> {
  const terminal = new Terminal(streams);
  const hits = await application.chat.conversations.search(query, workspace, limit);
  if (json) return printJson(terminal, { hits });
  const short = shortIds(hits.map(({ conversation }) => conversation.conversationId));
  for (const { conversation, part, excerpt } of withoutRepeats(hits)) {
    await terminal.answer(summaryLine(conversation, short(conversation.conversationId)));
    if (part !== 'title') await terminal.answer(`    ${oneLine(excerpt)}\n`);
  }
  if (hits.length > 0) return;
  await terminal.aside(application.wording().conversations.nothingFound({ query }));
}

/** A title usually repeats the question that was also found. */
function withoutRepeats(hits: readonly SearchHit[]): SearchHit[] {
  const inTurns = new Set(
    hits.flatMap(({ part, conversation }) => (part === 'title' ? [] : conversation.conversationId)),
  );
  return hits.filter(
    ({ part, conversation }) => part !== 'title' || !inTurns.has(conversation.conversationId),
  );
}

/** How conversations are removed. */
export interface RemoveOptions {
  readonly restore?: boolean;
  readonly permanently?: boolean;
  readonly json?: boolean;
}

/**
 * Moves conversations to the trash, restores them, or deletes them permanently.
 *
 * @throws `notFound`, `ambiguousId`: nothing has changed then. `notSaved`.
 */
export async function remove(
  application: Application,
  streams: TerminalStreams,
  beginnings: readonly string[],
  options: RemoveOptions,
): Promise<void> {
  const terminal = new Terminal(streams);
  const { conversations } = application.chat;
  const ids = new Set(
    await Promise.all(beginnings.map((beginning) => conversations.find(beginning))),
  );
  const done: object[] = [];
  for (const conversationId of ids) {
    const { result, told } = await removeOne(application, conversationId, options);
    done.push({ conversationId, ...result });
    if (!options.json) await terminal.aside(told);
  }
  // The trash has to be emptied for users who never open the page, too.
  await conversations.emptyTrash();
  if (options.json) await printJson(terminal, { conversations: done });
}

async function removeOne(
  application: Application,
  conversationId: string,
  { restore, permanently = false }: RemoveOptions,
): Promise<{ result: object; told: string }> {
  const { conversations } = application.chat;
  const text = application.wording().conversations;
  if (restore) {
    const summary = await conversations.restore(conversationId);
    return { result: { restored: true }, told: text.restored({ title: oneLine(summary.title) }) };
  }
  const title = oneLine((await conversations.summary(conversationId))?.title ?? '');
  const restorableUntil = await conversations.delete(conversationId, permanently);
  const [id, until] = [conversationId, restorableUntil && localTime(restorableUntil)];
  const told = until === null ? text.erased({ title }) : text.deleted({ title, id, until });
  return { result: { restorableUntil }, told };
}

import { ConversationDamage, ConversationSummary, Timestamp } from '@condenser/protocol';
import * as z from 'zod';
import {
  type ConversationChangedRecord,
  type HeaderRecord,
  type StoredTurn,
  TurnProcess,
} from './records.ts';

/** A question, and its answer so far. The turns of a conversation form a tree. */
export interface Turn extends z.infer<typeof StoredTurn> {
  /** Byte offset of its first record in the file; absent until it was read back. */
  position?: number | undefined;
}

/** What a new conversation starts with. */
export type ConversationHead = Pick<
  z.infer<typeof HeaderRecord>,
  'conversationId' | 'createdAt' | 'workspaceUri'
>;

/** Properties of a conversation that can change. Null removes a value. */
export type ConversationChanges = Omit<ConversationChangedRecord, 'type' | 'writer' | 'changedAt'>;

/** What is wrong with a conversation's file; `detail` is a count or the system's error code. */
export const Damage = ConversationDamage.pick({ kind: true }).extend({ detail: z.string() });
export type Damage = z.infer<typeof Damage>;

/** A conversation in its present state. */
export type Conversation = ConversationHead & {
  -readonly [Name in keyof ConversationChanges]: NonNullable<ConversationChanges[Name]> | undefined;
} & {
  readonly turns: Map<string, Turn>;
  /** The newest turn. */
  lastTurnId: string | null;
  /** How many lines of its file are damaged. */
  unreadableLines: number;
  /** Absent while its file is in order. */
  damage?: Damage | undefined;
};

/** A turn without an end; its process may still be answering it. */
const UnfinishedTurn = z.object({ createdAt: Timestamp, process: TurnProcess.optional() });
export type UnfinishedTurn = z.infer<typeof UnfinishedTurn>;

/** A conversation in a list, as far as its file tells. */
export const FileSummary = ConversationSummary.omit({ running: true, damaged: true }).extend({
  damage: Damage.optional(),
  unfinished: z.array(UnfinishedTurn),
});
export type FileSummary = z.infer<typeof FileSummary>;

/** Length of a title that is made from a question, in characters. */
const MAX_TITLE_LENGTH = 80;

interface Tree<Node> {
  readonly turns: ReadonlyMap<string, Node>;
}

/** A turn and its ancestors, up to the root. */
export function* upwards<Node extends Pick<Turn, 'parentTurnId'>>(
  { turns }: Tree<Node>,
  turnId: string | null,
): Generator<Node, void> {
  const visited = new Set<string>();
  // In a damaged file a turn can be its own ancestor.
  for (let id = turnId; id !== null && !visited.has(id); ) {
    const turn = turns.get(id);
    if (turn === undefined) return;
    visited.add(id);
    yield turn;
    id = turn.parentTurnId;
  }
}

/** The turns from the root down to `turnId`. */
export function pathTo<Node extends Pick<Turn, 'parentTurnId'>>(
  tree: Tree<Node>,
  turnId: string | null,
): Node[] {
  return [...upwards(tree, turnId)].reverse();
}

/** All turns in the order of the file; those not read back yet come last. */
export function turnsInOrder(conversation: Conversation): Turn[] {
  const position = (turn: Turn) => turn.position ?? Number.POSITIVE_INFINITY;
  return [...conversation.turns.values()].sort((one, other) => {
    const [left, right] = [position(one), position(other)];
    return left === right ? 0 : left - right;
  });
}

/** A conversation as a list shows it. */
export function summarize(conversation: Conversation): FileSummary {
  const { conversationId, createdAt, workspaceUri, turns, title, titleSource } = conversation;
  const { strategy, options, deletedAt, damage } = conversation;
  const last = conversation.lastTurnId === null ? undefined : turns.get(conversation.lastTurnId);
  return {
    conversationId,
    title: title ?? titleFromQuestion(conversation),
    titleSource: title === undefined ? 'question' : (titleSource ?? 'person'),
    workspaceUri,
    createdAt,
    updatedAt: last?.endedAt ?? last?.createdAt ?? createdAt,
    turnCount: turns.size,
    model: conversation.model ?? last?.model,
    strategy,
    options,
    deletedAt,
    damage,
    unfinished: [...turns.values()]
      .filter(({ stopReason, process }) => stopReason === undefined && process !== undefined)
      .map((turn) => ({ createdAt: turn.createdAt, process: turn.process })),
  };
}

function titleFromQuestion(conversation: Conversation): string {
  const [first] = conversation.turns.values();
  const line = first?.text.trim().split(/\s*\n/, 1)[0] ?? '';
  // Without a question, the file name at least lets the user find the file.
  if (line === '' && conversation.damage) return `${conversation.conversationId}.jsonl`;
  const characters = [...line];
  if (characters.length <= MAX_TITLE_LENGTH) return line;
  return `${characters.slice(0, MAX_TITLE_LENGTH - 1).join('')}…`;
}

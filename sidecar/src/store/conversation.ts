import type {
  ChatOptions,
  ContextItem,
  ConversationDamage,
  ConversationSummary,
  Notice,
  StopReason,
  Strategy,
  Usage,
  WireError,
} from '@condenser/protocol';

/** A process that answers turns, as their file names it. */
export interface TurnProcess {
  readonly id: number;
  readonly host: string;
  /** The start of the machine that it belongs to; absent where the system names none. */
  readonly bootId?: string | undefined;
  /** When it was started, in the system's ticks since the machine's start; absent: not known. */
  readonly startedAt?: number | undefined;
}

/** A question, and its answer as far as it has come. Turns of a conversation form a tree. */
export interface Turn {
  readonly turnId: string;
  readonly clientTurnId: string;
  readonly parentTurnId: string | null;
  readonly createdAt: string;
  readonly text: string;
  readonly context: readonly ContextItem[];
  readonly strategy: Strategy;
  /** How the model is asked, where the settings say otherwise. */
  readonly options?: ChatOptions | undefined;
  model?: string | undefined;
  standaloneQuestion?: string | undefined;
  /** The message that asked, as the model got it; the next turns' history repeats it exactly. */
  asking?: string | undefined;
  /** How many of the oldest turns were left out of the history. */
  firstTurn?: number | undefined;
  answer: string;
  thinking: string;
  notices: Notice[];
  usage?: Usage | undefined;
  /** Absent while the turn runs. */
  stopReason?: StopReason | undefined;
  error?: WireError | undefined;
  endedAt?: string | undefined;
  /** The process that answers it; absent for a turn that was imported. */
  process?: TurnProcess | undefined;
  /** Where its question stands in the file; absent until it was read back. */
  position?: number | undefined;
}

/** What a conversation begins with. */
export interface ConversationHead {
  readonly conversationId: string;
  readonly createdAt: string;
  readonly workspaceUri?: string | undefined;
}

/** What is wrong with a conversation's file; `detail` is a count or the system's word for it. */
export interface Damage {
  readonly kind: ConversationDamage['kind'];
  readonly detail: string;
}

/** A conversation as it is known now. */
export interface Conversation extends ConversationHead {
  readonly turns: Map<string, Turn>;
  /** The turn that came last. */
  lastTurnId: string | null;
  /** What somebody named it; without, its first question is its title. */
  title?: string | undefined;
  titleSource?: 'model' | 'person' | undefined;
  model?: string | undefined;
  strategy?: Strategy | undefined;
  options?: ChatOptions | undefined;
  deletedAt?: string | undefined;
  /** Lines of its file that are damaged. */
  unreadableLines: number;
  /** Absent while its file is in order. */
  damage?: Damage | undefined;
}

/** A turn without an end, which its process may be answering still. */
export type UnfinishedTurn = Pick<Turn, 'createdAt' | 'process'>;

/** What the file of a conversation says of it, for a list. */
export interface FileSummary extends Omit<ConversationSummary, 'running' | 'damaged'> {
  readonly damage?: Damage | undefined;
  readonly unfinished: readonly UnfinishedTurn[];
}

/** Longest title that is made from a question, in characters. */
const TITLE_LENGTH = 80;

/** What makes a tree of turns. */
interface Tree<Node> {
  readonly turns: ReadonlyMap<string, Node>;
}

/** The turn and those before it, up to the first one. */
export function* upwards<Node extends Pick<Turn, 'parentTurnId'>>(
  { turns }: Tree<Node>,
  turnId: string | null,
): Generator<Node, void> {
  const seen = new Set<string>();
  // A damaged file can name a turn as its own ancestor.
  for (let id = turnId; id !== null && !seen.has(id); ) {
    const turn = turns.get(id);
    if (turn === undefined) return;
    seen.add(id);
    yield turn;
    id = turn.parentTurnId;
  }
}

/** The turns from the first one down to `turnId`, oldest first. */
export function pathTo<Node extends Pick<Turn, 'parentTurnId'>>(
  tree: Tree<Node>,
  turnId: string | null,
): Node[] {
  return [...upwards(tree, turnId)].reverse();
}

/** All turns in the order in which they stand in the file; those not yet there come last. */
export function turnsInOrder(conversation: Conversation): Turn[] {
  const position = (turn: Turn) => turn.position ?? Number.POSITIVE_INFINITY;
  return [...conversation.turns.values()].sort((one, other) => {
    const [left, right] = [position(one), position(other)];
    return left === right ? 0 : left - right;
  });
}

/** A conversation as a list shows it, as far as its file says. */
export function summarize(conversation: Conversation): FileSummary {
  const { conversationId, createdAt, workspaceUri, turns, deletedAt, strategy, options, damage } =
    conversation;
  const last = conversation.lastTurnId === null ? undefined : turns.get(conversation.lastTurnId);
  const model = conversation.model ?? last?.model;
  return {
    conversationId,
    title: conversation.title ?? titleFromQuestion(conversation),
    titleSource:
      conversation.title === undefined ? 'question' : (conversation.titleSource ?? 'person'),
    ...(workspaceUri === undefined ? {} : { workspaceUri }),
    createdAt,
    updatedAt: last?.endedAt ?? last?.createdAt ?? createdAt,
    turnCount: turns.size,
    ...(model === undefined ? {} : { model }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(options === undefined ? {} : { options }),
    ...(deletedAt === undefined ? {} : { deletedAt }),
    ...(damage === undefined ? {} : { damage }),
    unfinished: unfinishedOf(turns),
  };
}

function unfinishedOf(turns: Conversation['turns']): UnfinishedTurn[] {
  return [...turns.values()]
    .filter(({ stopReason, process }) => stopReason === undefined && process !== undefined)
    .map(({ createdAt, process }) => ({ createdAt, process }));
}

function titleFromQuestion(conversation: Conversation): string {
  const [first] = conversation.turns.values();
  const line = first?.text.trim().split(/\s*\n/, 1)[0] ?? '';
  // Without a question its file is what the person can find.
  if (line === '' && conversation.damage) return `${conversation.conversationId}.jsonl`;
  const characters = [...line];
  if (characters.length <= TITLE_LENGTH) return line;
  return `${characters.slice(0, TITLE_LENGTH - 1).join('')}…`;
}

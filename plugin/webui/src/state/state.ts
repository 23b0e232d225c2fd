import type {
  BuiltinPart,
  ChatEvent,
  ContextItem,
  ConversationSummary,
  Draft,
  ListedPrompt,
  ModelSummary,
  SearchHit,
  Settings,
  Status,
  TransferProgress,
  TurnRecord,
  WireError,
} from '@condenser/protocol/light';
import type { Language } from '../i18n/texts.ts';
import type { ConnectionState } from '../rpc/client.ts';

/** The key of what is not a conversation yet. */
export const NEW = 'new';

/** A question that was sent and of which nothing was heard yet. */
export interface PendingTurn {
  readonly clientTurnId: string;
  /** A conversation, or {@link NEW}. */
  readonly key: string;
  readonly parentTurnId: string | null;
  readonly text: string;
  readonly context: readonly ContextItem[];
  /** Set when it was refused before it was kept: it can be sent again. */
  readonly error?: WireError;
}

/** A conversation as this page knows it. */
export interface ConversationView {
  /** In the order in which they were asked. */
  readonly turns: readonly TurnRecord[];
  /** Whether the sidecar has turns before these. */
  readonly earlier: boolean;
  /** The version that is shown, by the turn that versions follow ('' for the first). */
  readonly chosen: Readonly<Record<string, string>>;
  /** It missed something, and is read again. */
  readonly stale: boolean;
}

/** A line that passes by, perhaps with a way back. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Which screen stands over the conversation. */
export type Panel =
  | 'none'
  | 'history'
  | 'models'
  | 'settings'
  | 'doctor'
  | 'inspector'
  | 'options'
  | 'modelOptions';

/** What the IDE host can do. */
export interface HostAbilities {
  readonly name: string;
  readonly methods: ReadonlySet<string>;
  readonly workspaceUri?: string;
  readonly workspaceName?: string;
}

/** How far the built-in model is on its way; `asks`: whether these may be fetched. */
export type BuiltinState =
  | { readonly step: 'starting' }
  | { readonly step: 'failed'; readonly error: WireError }
  | { readonly step: 'asks'; readonly missing: readonly BuiltinPart[] }
  | { readonly step: 'fetching'; readonly part: string; readonly fraction: number };

/** All that the page shows. Nothing in it that the sidecar could not give back after a reload. */
export interface PageState {
  readonly connection: ConnectionState;
  readonly status: Status | undefined;
  readonly settings: Settings | undefined;
  readonly models: readonly ModelSummary[];
  /** What is being fetched, by the model's name. */
  readonly transfers: Readonly<Record<string, TransferProgress>>;
  /** Undefined: nobody has asked for the built-in model. */
  readonly builtin: BuiltinState | undefined;
  /** The model that was chosen for a conversation that is not begun yet. */
  readonly newModel: string | undefined;
  readonly prompts: readonly ListedPrompt[];
  readonly abilities: HostAbilities;
  readonly summaries: readonly ConversationSummary[];
  readonly nextCursor: string | undefined;
  /** Undefined: nobody searches. */
  readonly search: { readonly query: string; readonly hits: readonly SearchHit[] } | undefined;
  /** A conversation, or {@link NEW}. */
  readonly current: string;
  readonly conversations: Readonly<Record<string, ConversationView>>;
  readonly pending: readonly PendingTurn[];
  readonly drafts: Readonly<Record<string, Draft>>;
  /** What other pages have written in the same place and not sent. */
  readonly otherDrafts: Readonly<Record<string, readonly Draft[]>>;
  /** Documents that changed since a selection was taken: their versions by URI. */
  readonly documentVersions: Readonly<Record<string, number>>;
  /** The turn that ended last while this page was there, for who does not see it. */
  readonly lastFinished: Extract<ChatEvent, { kind: 'finished' }> | undefined;
  readonly panel: Panel;
  /** The turn that the inspector shows. */
  readonly inspected: string | undefined;
  /** The model whose options are shown. */
  readonly optionsModel: string | undefined;
  /** Whether somebody looks for words in the conversation. */
  readonly finding: boolean;
  readonly toasts: readonly Toast[];
  readonly language: Language;
}

/** The state of a page that has just been loaded. */
export function initialState(language: Language): PageState {
  return {
    connection: 'connecting',
    status: undefined,
    settings: undefined,
    models: [],
    transfers: {},
    builtin: undefined,
    newModel: undefined,
    prompts: [],
    abilities: { name: '', methods: new Set() },
    summaries: [],
    nextCursor: undefined,
    search: undefined,
    current: NEW,
    conversations: {},
    pending: [],
    drafts: {},
    otherDrafts: {},
    documentVersions: {},
    lastFinished: undefined,
    panel: 'none',
    inspected: undefined,
    optionsModel: undefined,
    finding: false,
    toasts: [],
    language,
  };
}

/** Whether the conversation that is shown is being answered. */
export function isRunning(state: PageState): boolean {
  const turns = state.conversations[state.current]?.turns ?? [];
  const asked = state.pending.some(({ key, error }) => key === state.current && !error);
  return asked || turns.some(({ stopReason }) => stopReason === undefined);
}

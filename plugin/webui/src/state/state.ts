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

/** The key of the conversation that has no turn yet. */
export const NEW = 'new';

/** A question that was sent and has not started yet. */
export interface PendingTurn {
  readonly clientTurnId: string;
  /** A conversation, or {@link NEW}. */
  readonly key: string;
  readonly parentTurnId: string | null;
  readonly text: string;
  readonly context: readonly ContextItem[];
  /** Set when the sidecar refused it: it can be sent again. */
  readonly error?: WireError;
}

/** A conversation as this page knows it. */
export interface ConversationView {
  /** In the order of their questions. */
  readonly turns: readonly TurnRecord[];
  /** Whether the sidecar has turns before these. */
  readonly earlier: boolean;
  /** The chosen version, by the parent turn of the versions ('' for the first turn). */
  readonly chosen: Readonly<Record<string, string>>;
  /** Events were missed: it is read again. */
  readonly stale: boolean;
}

/** A message that disappears by itself, with an action where there is one. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** The panel over the conversation. */
export type Panel =
  | 'none'
  | 'history'
  | 'models'
  | 'settings'
  | 'doctor'
  | 'inspector'
  | 'options'
  | 'modelOptions';

/** The capabilities of the IDE host. */
export interface HostAbilities {
  readonly name: string;
  readonly methods: ReadonlySet<string>;
  readonly workspaceUri?: string;
  readonly workspaceName?: string;
}

/** The start of the built-in model; `asks`: whether the missing parts may be downloaded. */
export type BuiltinState =
  | { readonly step: 'starting' }
  | { readonly step: 'failed'; readonly error: WireError }
  | { readonly step: 'asks'; readonly missing: readonly BuiltinPart[] }
  | { readonly step: 'downloading'; readonly part: string; readonly fraction: number };

/** The state of the page. The sidecar can restore all of it after a reload. */
export interface PageState {
  readonly connection: ConnectionState;
  readonly status: Status | undefined;
  readonly settings: Settings | undefined;
  readonly models: readonly ModelSummary[];
  /** Running downloads by the model's name. */
  readonly transfers: Readonly<Record<string, TransferProgress>>;
  /** Undefined: the built-in model was not started from this page. */
  readonly builtin: BuiltinState | undefined;
  /** The model that was chosen for the new conversation. */
  readonly newModel: string | undefined;
  readonly prompts: readonly ListedPrompt[];
  readonly abilities: HostAbilities;
  readonly summaries: readonly ConversationSummary[];
  readonly nextCursor: string | undefined;
  /** Undefined: no search. */
  readonly search: { readonly query: string; readonly hits: readonly SearchHit[] } | undefined;
  /** A conversation, or {@link NEW}. */
  readonly current: string;
  readonly conversations: Readonly<Record<string, ConversationView>>;
  readonly pending: readonly PendingTurn[];
  readonly drafts: Readonly<Record<string, Draft>>;
  /** Drafts of other pages for the same conversations. */
  readonly otherDrafts: Readonly<Record<string, readonly Draft[]>>;
  /** Documents that changed since a selection was taken: their versions by URI. */
  readonly documentVersions: Readonly<Record<string, number>>;
  /** The last turn that ended while this page was open. */
  readonly lastFinished: Extract<ChatEvent, { kind: 'finished' }> | undefined;
  readonly panel: Panel;
  /** The turn that the inspector shows. */
  readonly inspected: string | undefined;
  /** The model whose options are shown. */
  readonly optionsModel: string | undefined;
  /** Whether the find bar is open. */
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

/** Whether the current conversation has a running turn. */
export function isRunning(state: PageState): boolean {
  const turns = state.conversations[state.current]?.turns ?? [];
  const sent = state.pending.some(({ key, error }) => key === state.current && !error);
  return sent || turns.some(({ stopReason }) => stopReason === undefined);
}

/** Whether a model has this name; Ollama adds the tag `latest` to a name without one. */
export function isNamed(model: ModelSummary, name: string | undefined): boolean {
  return model.name === name || model.name === `${name}:latest`;
}

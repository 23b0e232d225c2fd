import type {
  ChatEvent,
  ConversationChanged,
  ConversationGetResult,
  ConversationSummary,
  Draft,
  WireError,
} from '@condenser/protocol/light';
import { choicesTo } from './path.ts';
import { NEW, type PageState, type PendingTurn, type Toast } from './state.ts';
import { applyEvent, withConversation } from './turnEvents.ts';

/** Everything that can happen to the state. */
export type Action =
  | { readonly type: 'set'; readonly values: Partial<PageState> }
  | { readonly type: 'event'; readonly event: ChatEvent }
  | { readonly type: 'loaded'; readonly loaded: ConversationGetResult; readonly before?: string }
  | { readonly type: 'listed'; readonly conversations: readonly ConversationSummary[] }
  | {
      readonly type: 'changed';
      readonly change: ConversationChanged;
    }
  /** The connection was lost: any conversation may have missed events. */
  | { readonly type: 'missed' }
  | { readonly type: 'sending'; readonly pending: PendingTurn }
  | { readonly type: 'refused'; readonly clientTurnId: string; readonly error: WireError }
  | { readonly type: 'settled'; readonly clientTurnId: string }
  | { readonly type: 'chosen'; readonly conversationId: string; readonly turnId: string }
  | { readonly type: 'drafted'; readonly key: string; readonly draft: Draft }
  | { readonly type: 'offered'; readonly key: string; readonly drafts: readonly Draft[] }
  | { readonly type: 'toast'; readonly toast: Toast }
  | { readonly type: 'toastGone'; readonly id: number };

/** The state after an action. Pure. */
export function reduce(state: PageState, action: Action): PageState {
  switch (action.type) {
    case 'set':
      return { ...state, ...action.values };
    case 'event':
      return applyEvent(state, action.event);
    case 'loaded':
      return applyLoaded(state, action.loaded, action.before);
    case 'listed':
      return { ...state, summaries: newestFirst([...state.summaries, ...action.conversations]) };
    case 'changed':
      return applyChange(state, action.change);
    case 'missed':
      return { ...state, conversations: allStale(state) };
    case 'sending':
      return { ...state, pending: [...without(state, action.pending), action.pending] };
    case 'refused':
      return {
        ...state,
        pending: state.pending.map((turn) =>
          turn.clientTurnId === action.clientTurnId ? { ...turn, error: action.error } : turn,
        ),
      };
    case 'settled':
      return { ...state, pending: without(state, action) };
    case 'chosen':
      return applyChoice(state, action.conversationId, action.turnId);
    case 'drafted':
      return { ...state, drafts: { ...state.drafts, [action.key]: action.draft } };
    case 'offered':
      return { ...state, otherDrafts: { ...state.otherDrafts, [action.key]: action.drafts } };
    case 'toast':
      return { ...state, toasts: [...state.toasts.slice(-2), action.toast] };
    case 'toastGone':
      return { ...state, toasts: state.toasts.filter(({ id }) => id !== action.id) };
  }
}

function allStale({ conversations }: PageState): PageState['conversations'] {
  const stale = Object.entries(conversations).map(([id, view]) => [id, { ...view, stale: true }]);
  return Object.fromEntries(stale);
}

function without(state: PageState, { clientTurnId }: { clientTurnId: string }): PendingTurn[] {
  return state.pending.filter((turn) => turn.clientTurnId !== clientTurnId);
}

function applyLoaded(state: PageState, loaded: ConversationGetResult, before?: string): PageState {
  const { conversationId } = loaded.conversation;
  const known = state.conversations[conversationId];
  const older = before !== undefined && known !== undefined;
  const turns = older ? [...loaded.turns, ...known.turns] : loaded.turns;
  const answered = new Set(turns.map(({ clientTurnId }) => clientTurnId));
  const view = {
    turns,
    earlier: loaded.earlier,
    chosen: { ...choicesTo(turns, loaded.lastTurnId), ...known?.chosen },
    stale: false,
  };
  const drafts =
    loaded.draft && state.drafts[conversationId] === undefined
      ? { ...state.drafts, [conversationId]: loaded.draft }
      : state.drafts;
  const otherDrafts = { ...state.otherDrafts, [conversationId]: loaded.otherDrafts ?? [] };
  const next = withConversation(state, conversationId, view);
  return {
    ...next,
    drafts,
    otherDrafts,
    pending: next.pending.filter(({ clientTurnId }) => !answered.has(clientTurnId)),
    summaries: newestFirst([...next.summaries, loaded.conversation]),
  };
}

function applyChange(state: PageState, change: ConversationChanged): PageState {
  const { conversationId, what, conversation } = change;
  const gone = what === 'deleted' || what === 'erased';
  const others = state.summaries.filter((summary) => summary.conversationId !== conversationId);
  const { workspaceUri } = state.abilities;
  // Every page is notified; the list has only the conversations of its project.
  const isElsewhere = workspaceUri !== undefined && conversation?.workspaceUri !== workspaceUri;
  const summaries =
    gone || !conversation || isElsewhere ? others : newestFirst([...state.summaries, conversation]);
  const current = gone && state.current === conversationId ? NEW : state.current;
  const view = state.conversations[conversationId];
  const next = { ...state, summaries, current };
  if (what !== 'turns' || !view) return next;
  return withConversation(next, conversationId, { ...view, stale: true });
}

function applyChoice(state: PageState, conversationId: string, turnId: string): PageState {
  const view = state.conversations[conversationId];
  const turn = view?.turns.find((candidate) => candidate.turnId === turnId);
  if (!view || !turn) return state;
  const chosen = { ...view.chosen, [turn.parentTurnId ?? '']: turnId };
  return withConversation(state, conversationId, { ...view, chosen });
}

/** One of each, the later of two that are the same, newest first. */
function newestFirst(summaries: readonly ConversationSummary[]): ConversationSummary[] {
  const byId = new Map(summaries.map((summary) => [summary.conversationId, summary]));
  return [...byId.values()].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
}

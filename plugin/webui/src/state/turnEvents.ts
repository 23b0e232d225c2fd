import type { ChatEvent, TurnRecord } from '@condenser/protocol/light';
import type { ConversationView, PageState, PendingTurn } from './state.ts';
import { isNamed, NEW } from './state.ts';

/** The state after an event of a turn of any client. */
export function applyEvent(state: PageState, event: ChatEvent): PageState {
  if (event.kind === 'started') return applyStarted(state, event);
  const view = state.conversations[event.conversationId];
  const turn = view?.turns.find(({ turnId }) => turnId === event.turnId);
  if (!view) return state;
  // An event of an unknown turn: the page missed its start.
  const next = turn ? replaceTurn(view, applyToTurn(turn, event)) : { ...view, stale: true };
  const after = event.kind === 'finished' ? finished(state, event, turn) : state;
  return withConversation(after, event.conversationId, next);
}

/** Marks the model that answered as loaded; the next list of models has the details. */
function finished(state: PageState, event: Finished, turn: TurnRecord | undefined): PageState {
  const name = turn?.usage?.model;
  const models = state.models.map((model) =>
    isNamed(model, name) ? { ...model, loaded: true, memory: undefined } : model,
  );
  return { ...state, models, lastFinished: event };
}

/** The same state with another view of a conversation. */
export function withConversation(
  state: PageState,
  conversationId: string,
  view: ConversationView,
): PageState {
  return { ...state, conversations: { ...state.conversations, [conversationId]: view } };
}

type Started = Extract<ChatEvent, { kind: 'started' }>;
type Finished = Extract<ChatEvent, { kind: 'finished' }>;
type Later = Exclude<ChatEvent, Started>;

function applyStarted(state: PageState, event: Started): PageState {
  const asked = state.pending.find(({ clientTurnId }) => clientTurnId === event.clientTurnId);
  const known = state.conversations[event.conversationId];
  if (!known && !asked) return state;
  const pending = state.pending.filter((candidate) => candidate !== asked);
  const opens = asked !== undefined && asked.key === NEW && state.current === NEW;
  const view = known ?? { turns: [], earlier: false, chosen: {}, stale: false };
  return {
    ...state,
    pending,
    current: opens ? event.conversationId : state.current,
    conversations: { ...state.conversations, [event.conversationId]: addTurn(view, event, asked) },
  };
}

function addTurn(
  view: ConversationView,
  event: Started,
  asked: PendingTurn | undefined,
): ConversationView {
  if (view.turns.some(({ turnId }) => turnId === event.turnId)) return view;
  const turn: TurnRecord = {
    turnId: event.turnId,
    clientTurnId: event.clientTurnId,
    parentTurnId: event.parentTurnId,
    createdAt: event.createdAt,
    text: event.text,
    context: [...(asked?.context ?? [])],
    strategy: event.strategy,
    model: event.model,
    answer: '',
    thinking: '',
    notices: [],
  };
  const chosen = { ...view.chosen, [event.parentTurnId ?? '']: event.turnId };
  return { ...view, turns: [...view.turns, turn], chosen };
}

function replaceTurn(view: ConversationView, next: TurnRecord | 'gap'): ConversationView {
  if (next === 'gap') return { ...view, stale: true };
  return { ...view, turns: view.turns.map((turn) => (turn.turnId === next.turnId ? next : turn)) };
}

function applyToTurn(turn: TurnRecord, event: Later): TurnRecord | 'gap' {
  switch (event.kind) {
    case 'condensed':
      return { ...turn, standaloneQuestion: event.standaloneQuestion };
    case 'delta': {
      const answer = joined(turn.answer, event);
      return answer === undefined ? 'gap' : { ...turn, answer };
    }
    case 'thinking': {
      const thinking = joined(turn.thinking, event);
      return thinking === undefined ? 'gap' : { ...turn, thinking };
    }
    case 'usage':
      return { ...turn, usage: event.usage };
    case 'notice':
      return { ...turn, notices: [...turn.notices, event.notice] };
    case 'finished':
      if (event.answerLength !== turn.answer.length) return 'gap';
      return { ...turn, stopReason: event.stopReason, error: event.error };
  }
}

/** The text with the piece at its place; undefined when something before it is missing. */
function joined(text: string, piece: { text: string; offset: number }): string | undefined {
  if (piece.offset > text.length) return undefined;
  // Text that the turn has already, from a repeated delta or a reload, is not added twice.
  return text + piece.text.slice(text.length - piece.offset);
}

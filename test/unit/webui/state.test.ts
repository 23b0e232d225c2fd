import type { ChatEvent, ConversationSummary, TurnRecord } from '@condenser/protocol';
import { shownPath } from '@condenser/webui/state/path.ts';
import { reduce } from '@condenser/webui/state/reducer.ts';
import { initialState, type PageState } from '@condenser/webui/state/state.ts';
import { describe, expect, it } from 'vitest';

const noAbilities = { name: '', methods: new Set<string>() };
const ids = { conversationId: 'c', turnId: 't', clientTurnId: 'k' };
const started = {
  ...{ ...ids, kind: 'started', createdAt: '2026-01-01T00:00:00.000Z', parentTurnId: null },
  ...{ text: 'Why?', strategy: 'history' },
} as const;

function after(...events: readonly object[]): PageState {
  const asked = reduce(initialState('en'), {
    type: 'sending',
    pending: { clientTurnId: 'k', key: 'new', parentTurnId: null, text: 'Why?', context: [] },
  });
  return events.reduce<PageState>(
    (state, event) => reduce(state, { type: 'event', event: { ...ids, ...event } as ChatEvent }),
    asked,
  );
}

function turnOf(state: PageState): TurnRecord | undefined {
  return state.conversations.c?.turns[0];
}

describe('the events of a turn', () => {
  it('open the conversation that they begin', () => {
    const state = after(started);
    expect(state.current).toBe('c');
    expect(state.pending).toEqual([]);
    expect(turnOf(state)?.text).toBe('Why?');
  });

  it('add up to the answer', () => {
    const state = after(
      started,
      { kind: 'delta', text: 'Be', offset: 0 },
      { kind: 'delta', text: 'cause', offset: 2 },
    );
    expect(turnOf(state)?.answer).toBe('Because');
  });

  it('double nothing when pieces come again', () => {
    const state = after(
      started,
      { kind: 'delta', text: 'Because', offset: 0 },
      { kind: 'delta', text: 'cause', offset: 2 },
      { kind: 'delta', text: 'cause of', offset: 2 },
    );
    expect(turnOf(state)?.answer).toBe('Because of');
  });

  it.each([
    ['a piece is missing', { kind: 'delta', text: 'x', offset: 9 }],
    ['the end does not fit', { kind: 'finished', stopReason: 'complete', answerLength: 9 }],
    ['a turn is not known', { kind: 'delta', text: 'x', offset: 0, turnId: 'other' }],
  ])('have the conversation read again when %s', (_, event) => {
    expect(after(started, event).conversations.c?.stale).toBe(true);
  });
});

describe('the branch that is shown', () => {
  const turn = (turnId: string, parentTurnId: string | null) =>
    ({ turnId, parentTurnId }) as TurnRecord;
  const turns = [turn('a', null), turn('b', 'a'), turn('b2', 'a'), turn('c', 'b')];
  const view = { turns, earlier: false, stale: false };
  const shown = (chosen: Record<string, string>) =>
    shownPath({ ...view, chosen }).map(({ turn: { turnId } }) => turnId);

  it('is the last of each fork by default', () => {
    expect(shown({})).toEqual(['a', 'b2']);
  });

  it('is the one that was chosen', () => {
    expect(shown({ a: 'b' })).toEqual(['a', 'b', 'c']);
  });

  it('names the versions of each turn', () => {
    expect(shownPath({ ...view, chosen: {} })[1]?.versions).toEqual(['b', 'b2']);
  });
});

describe('the list of conversations in a project', () => {
  const project = 'file:///one';
  const told = (workspaceUri: string) => {
    const conversation = {
      ...{ conversationId: 'c', title: 'T', titleSource: 'question', turnCount: 1 },
      ...{ createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' },
      ...{ running: false, workspaceUri },
    } as ConversationSummary;
    const state = { ...initialState('en'), abilities: { ...noAbilities, workspaceUri: project } };
    const change = { conversationId: 'c', what: 'created', conversation } as const;
    return reduce(state, { type: 'changed', change }).summaries;
  };

  it('has conversations that are started there, in another window too', () => {
    expect(told(project)).toHaveLength(1);
  });

  it('has no conversations of another project', () => {
    expect(told('file:///two')).toEqual([]);
  });
});

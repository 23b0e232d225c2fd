import { exampleIds, exampleParentTurnId, exampleText, exampleUsage } from '../../src/examples.ts';
import type { ChatEvent } from '../../src/index.ts';

/** The events of a complete turn, in order. */
export const exampleEvents: readonly ChatEvent[] = [
  {
    ...exampleIds,
    kind: 'started',
    createdAt: '2026-03-14T09:26:53.589Z',
    parentTurnId: exampleParentTurnId,
    text: exampleText.question,
    model: exampleUsage.model,
    strategy: 'condense+history',
  },
  {
    ...exampleIds,
    kind: 'condensed',
    standaloneQuestion: exampleText.standaloneQuestion,
    source: 'model',
  },
  { ...exampleIds, kind: 'delta', text: exampleText.answer.slice(0, 33), offset: 0 },
  { ...exampleIds, kind: 'delta', text: exampleText.answer.slice(33), offset: 33 },
  { ...exampleIds, kind: 'usage', usage: exampleUsage },
  {
    ...exampleIds,
    kind: 'finished',
    stopReason: 'complete',
    answerLength: exampleText.answer.length,
  },
];

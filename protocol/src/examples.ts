import type { Usage } from './turn.ts';

/** Ids of the turn that most examples are about. */
export const exampleIds = {
  conversationId: '6f1c9f0e-5d0b-4c55-9a5e-0d9a6a1f6d10',
  turnId: 'b9a4c6d2-7c0e-4f4e-8f43-2b8f0f3f1a77',
  clientTurnId: '0c7f3a52-9f7b-4d5c-a1a7-3a3f3c2b9e01',
};

/** The previous turn of the same conversation. */
export const exampleParentTurnId = '3d2b7f64-1c55-4e0d-9d3c-5a1f0e8b6c42';

/** A follow-up, its standalone question and its answer. */
export const exampleText = {
  question: 'And in Kotlin?',
  standaloneQuestion: 'How do I read a file line by line in Kotlin?',
  answer: 'Use File("notes.txt").forEachLine { println(it) }.',
};

/** The usage of that turn. */
export const exampleUsage: Usage = {
  model: 'qwen2.5-coder:7b',
  contextWindow: 4096,
  condense: {
    promptTokens: 174,
    answerTokens: 13,
    loadDuration: 21,
    promptEvalDuration: 96,
    evalDuration: 410,
    totalDuration: 530,
  },
  answer: {
    promptTokens: 203,
    answerTokens: 15,
    loadDuration: 19,
    promptEvalDuration: 61,
    evalDuration: 488,
    totalDuration: 570,
  },
};

import type { FakeReply } from '../fakes/ollama/script.ts';

/** A question and a dependent follow-up, with the answers of a model. */
export const scene = {
  question: 'What is the parser cache?',
  answer: ['The parser cache', ' keeps', ' parsed files.'],
  followUp: 'How big is it?',
  rewrite: ['How big', ' is the', ' parser cache?'],
  secondAnswer: ['It holds', ' a hundred', ' files.'],
} as const;

/** The three calls of the scene, in order. */
export const firstReply: FakeReply = { tokens: scene.answer };
export const condenseReply: FakeReply = { tokens: scene.rewrite };
export const secondReply: FakeReply = { tokens: scene.secondAnswer };

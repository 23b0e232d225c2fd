import { randomUUID } from 'node:crypto';
import type { ChainRun, ChainRunInput } from './chainRun.ts';
import type { Filters, RunConfig } from './requestSchemas.ts';

/** A step of a run with its own events: the whole run, the condense step, or the model's answer. */
export interface TracedStep {
  readonly id: string;
  readonly name: string;
  readonly type: 'chain' | 'llm';
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The ID of the whole run; undefined for the run itself. */
  readonly parent: string | undefined;
}

/** The events of a run, in order. A chunk belongs to the model and to the whole run. */
export type TraceEvent =
  | { readonly kind: 'start'; readonly step: TracedStep; readonly input: unknown }
  | { readonly kind: 'chunk'; readonly model: TracedStep; readonly text: string }
  | {
      readonly kind: 'end';
      readonly step: TracedStep;
      readonly input: unknown;
      readonly output: string;
    };

/** LangChain's name for Ollama as a plain LLM, which answers with text instead of a message. */
const MODEL_NAME = 'Ollama';

/** Runs the chain and yields the events of its steps, as a tracer of LangChain would. */
export async function* traceRun(
  run: ChainRun,
  whole: TracedStep,
  input: ChainRunInput,
): AsyncGenerator<TraceEvent> {
  yield { kind: 'start', step: whole, input };
  yield* traceCondense(run, whole, input);
  const model = childOf(whole, MODEL_NAME, 'llm', 'seq:step:2', { model: run.model });
  const prompt = { prompts: [`Human: ${run.prompt()}`] };
  yield { kind: 'start', step: model, input: prompt };
  let output = '';
  for await (const text of run.answer()) {
    output += text;
    yield { kind: 'chunk', model, text };
  }
  yield { kind: 'end', step: model, input: prompt, output };
  yield { kind: 'end', step: whole, input, output };
}

async function* traceCondense(
  run: ChainRun,
  whole: TracedStep,
  input: ChainRunInput,
): AsyncGenerator<TraceEvent> {
  if (!('question' in input)) return;
  const step = childOf(whole, 'condense', 'chain', 'seq:step:1', {});
  yield { kind: 'start', step, input };
  const outcome = await run.condense();
  yield { kind: 'end', step, input, output: outcome?.standaloneQuestion ?? input.question };
}

/** The step for the whole run, named by the request or, as in LangServe, after its path. */
export function wholeStep(path: string, config: RunConfig): TracedStep {
  return {
    id: randomUUID(),
    name: config.run_name ?? path,
    type: 'chain',
    tags: config.tags ?? [],
    metadata: config.metadata ?? {},
    parent: undefined,
  };
}

function childOf(
  whole: TracedStep,
  name: string,
  type: TracedStep['type'],
  tag: string,
  metadata: TracedStep['metadata'],
): TracedStep {
  return {
    id: randomUUID(),
    name,
    type,
    tags: [tag, ...whole.tags],
    metadata: { ...whole.metadata, ...metadata },
    parent: whole.id,
  };
}

/** Whether the filters select this step: an include matches, and no exclude does. */
export function isWanted(step: TracedStep, filters: Filters): boolean {
  const fits = (names: Filters['include_names'], own: readonly string[]) =>
    names?.some((name) => own.includes(name)) === true;
  const { include_names, include_types, include_tags } = filters;
  const isOpen = [include_names, include_types, include_tags].every((list) => list == null);
  const included =
    isOpen ||
    fits(include_names, [step.name]) ||
    fits(include_types, [step.type]) ||
    fits(include_tags, step.tags);
  const excluded =
    fits(filters.exclude_names, [step.name]) ||
    fits(filters.exclude_types, [step.type]) ||
    fits(filters.exclude_tags, step.tags);
  return included && !excluded;
}

/** A part or all of the model's answer, as LangServe serializes it. */
export function generation(text: string): object {
  return { text, generation_info: null, type: 'Generation' };
}

/** The result of the model's run, as LangChain's `LLMResult` without its `run`. */
export function modelResult(text: string): object {
  return { generations: [[generation(text)]], llm_output: null };
}

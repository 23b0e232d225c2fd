import type { Filters } from './requestSchemas.ts';
import { generation, isWanted, modelResult, type TracedStep, type TraceEvent } from './trace.ts';

/** The two schemas of LangChain's events. */
export type EventsVersion = 'v1' | 'v2';

/** The events of a run, as `/stream_events` sends them. */
export async function* runEvents(
  trace: AsyncIterable<TraceEvent>,
  whole: TracedStep,
  filters: Filters,
  version: EventsVersion,
): AsyncGenerator<object> {
  for await (const event of trace) {
    if (event.kind === 'chunk') {
      const { model, text } = event;
      const chunk = version === 'v1' ? text : generation(text);
      if (isWanted(model, filters)) yield describe(model, 'stream', { chunk }, version);
      if (isWanted(whole, filters)) yield describe(whole, 'stream', { chunk: text }, version);
    } else if (isWanted(event.step, filters)) {
      yield describe(event.step, event.kind, dataOf(event, version), version);
    }
  }
}

function describe(
  step: TracedStep,
  phase: 'start' | 'stream' | 'end',
  data: object,
  version: EventsVersion,
): object {
  return {
    event: `on_${step.type}_${phase}`,
    name: step.name,
    run_id: step.id,
    tags: step.tags,
    metadata: step.metadata,
    data,
    ...(version === 'v1' ? {} : { parent_ids: step.parent === undefined ? [] : [step.parent] }),
  };
}

function dataOf(event: Exclude<TraceEvent, { kind: 'chunk' }>, version: EventsVersion): object {
  if (event.kind === 'start') return { input: event.input };
  const { step, input, output } = event;
  // Only the end of a step, not of the whole run, repeats its input.
  const repeated = step.parent === undefined ? {} : { input };
  if (step.type === 'chain') return { ...repeated, output };
  const result = modelResult(output);
  return { ...repeated, output: version === 'v1' ? { ...result, run: null } : result };
}

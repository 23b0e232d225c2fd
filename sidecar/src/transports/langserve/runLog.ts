import type { Filters } from './requestSchemas.ts';
import { isWanted, modelResult, type TracedStep, type TraceEvent } from './trace.ts';

interface PatchOperation {
  readonly op: 'add' | 'replace';
  readonly path: string;
  readonly value: unknown;
}

/** A `RunLogPatch` of LangChain: JSON Patch (RFC 6902) upon the log of the run. */
export interface RunLogPatch {
  readonly ops: readonly PatchOperation[];
}

/** The log of a run, patch by patch, as `/stream_log` sends it. */
export async function* runLog(
  events: AsyncIterable<TraceEvent>,
  filters: Filters,
): AsyncGenerator<RunLogPatch> {
  for await (const event of events) {
    const ops = operations(event, filters);
    if (ops.length > 0) yield { ops };
  }
}

function operations(event: TraceEvent, filters: Filters): PatchOperation[] {
  if (event.kind === 'chunk') {
    const whole = { op: 'add', path: '/streamed_output/-', value: event.text } as const;
    return [...modelChunk(event.model, event.text, filters), whole];
  }
  const { step } = event;
  if (step.parent === undefined) {
    return event.kind === 'start'
      ? [{ op: 'replace', path: '', value: emptyLog(step) }]
      : [{ op: 'replace', path: '/final_output', value: event.output }];
  }
  if (!isWanted(step, filters)) return [];
  const path = `/logs/${step.name}`;
  if (event.kind === 'start') return [{ op: 'add', path, value: entry(step) }];
  const output =
    step.type === 'llm' ? { ...modelResult(event.output), run: null } : { output: event.output };
  return [
    { op: 'add', path: `${path}/final_output`, value: output },
    { op: 'add', path: `${path}/end_time`, value: new Date().toISOString() },
  ];
}

function modelChunk(step: TracedStep, text: string, filters: Filters): PatchOperation[] {
  if (!isWanted(step, filters)) return [];
  const path = `/logs/${step.name}`;
  return [
    { op: 'add', path: `${path}/streamed_output_str/-`, value: text },
    { op: 'add', path: `${path}/streamed_output/-`, value: text },
  ];
}

function emptyLog({ id, name, type }: TracedStep): object {
  return { id, streamed_output: [], final_output: null, logs: {}, name, type };
}

function entry(step: TracedStep): object {
  return {
    id: step.id,
    name: step.name,
    type: step.type,
    tags: step.tags,
    metadata: step.metadata,
    start_time: new Date().toISOString(),
    streamed_output: [],
    streamed_output_str: [],
    final_output: null,
    end_time: null,
  };
}

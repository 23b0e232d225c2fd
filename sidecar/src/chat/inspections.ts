import type { InspectedCall } from '@condenser/protocol';
import { toWireError } from '../i18n/wireError.ts';
import type { Wording } from '../i18n/wording.ts';
import type { ChatDone, OllamaMessage } from '../models/ollama/chatStream.ts';
import type { CallRecorder, RecordedCall } from '../models/recordedCall.ts';
import { StoredCallUsage } from '../store/lenientSchemas.ts';
import { curlText } from './curlText.ts';

/** How many turns are kept, and how many characters of messages and answers in all. */
const KEPT_TURNS = 200;
const KEPT_CHARACTERS = 32 * 1024 * 1024;

interface Kept {
  readonly call: RecordedCall;
  readonly prefix: InspectedCall['prefix'];
}

/** The exact calls of the last turns, for who wants to see what was really sent. */
export class Inspections {
  private readonly clock: () => Date;
  private readonly headerNames: () => readonly string[];
  /** By turn, oldest first. */
  private readonly turns = new Map<string, Kept[]>();
  private readonly lastMessages = new Map<string, readonly OllamaMessage[]>();

  constructor(clock: () => Date, headerNames: () => readonly string[]) {
    this.clock = clock;
    this.headerNames = headerNames;
  }

  /** What records the calls of one turn. */
  recorder(turnId: string): CallRecorder {
    return {
      now: () => this.clock().getTime(),
      record: (call) => this.keep(turnId, call),
    };
  }

  /** The calls of a turn as far as they have come; none of a turn that is not known any more. */
  calls(turnId: string, wording: Wording): InspectedCall[] {
    const kept = this.turns.get(turnId) ?? [];
    return kept.map(({ call, prefix }) => this.inspected(call, prefix, wording));
  }

  private keep(turnId: string, call: RecordedCall): void {
    const { model, messages } = call.body;
    const prefix = sharedPrefix(this.lastMessages.get(model) ?? [], messages);
    this.lastMessages.set(model, messages);
    this.turns.set(turnId, [...(this.turns.get(turnId) ?? []), { call, prefix }]);
    this.dropOldest();
  }

  private dropOldest(): void {
    const sizes = [...this.turns].map(([turnId, calls]) => ({ turnId, size: sizeOf(calls) }));
    let characters = sizes.reduce((sum, { size }) => sum + size, 0);
    let left = sizes.length;
    for (const { turnId, size } of sizes) {
      // The turn that runs is always kept.
      if (left === 1 || (left <= KEPT_TURNS && characters <= KEPT_CHARACTERS)) return;
      this.turns.delete(turnId);
      characters -= size;
      left -= 1;
    }
  }

  private inspected(
    call: RecordedCall,
    prefix: InspectedCall['prefix'],
    wording: Wording,
  ): InspectedCall {
    const { purpose, url, startedAt, body, content, thinking, done, error, firstTextAt } = call;
    const endedAt = call.endedAt ?? this.clock().getTime();
    return {
      purpose,
      startedAt: new Date(startedAt).toISOString(),
      request: { method: 'POST', url, body: { ...body } },
      curl: curlText(url, body, this.headerNames()),
      content,
      thinking,
      ...(done === undefined ? {} : endingOf(done)),
      ...(error === undefined ? {} : { error: toWireError(error, wording) }),
      ...(firstTextAt === undefined ? {} : { firstTextAfter: firstTextAt - startedAt }),
      duration: Math.max(0, endedAt - startedAt),
      prefix,
    };
  }
}

function sharedPrefix(
  before: readonly OllamaMessage[],
  messages: readonly OllamaMessage[],
): InspectedCall['prefix'] {
  const differs = messages.findIndex(
    ({ role, content }, at) => before[at]?.role !== role || before[at]?.content !== content,
  );
  const shared = differs < 0 ? messages.length : differs;
  return {
    messages: shared,
    characters: lengthOf(messages.slice(0, shared)),
    ofCharacters: lengthOf(messages),
  };
}

function lengthOf(messages: readonly OllamaMessage[]): number {
  return messages.reduce((sum, { content }) => sum + content.length, 0);
}

function sizeOf(calls: readonly Kept[]): number {
  return calls.reduce(
    (sum, { call, prefix }) => sum + prefix.ofCharacters + call.content.length,
    0,
  );
}

/** A call that was stopped in a loop did not get to its end, and has no figures of the server's. */
function endingOf({ reason, usage }: ChatDone) {
  return {
    ...(reason === 'repetition'
      ? {}
      : { doneReason: reason === 'length' ? reason : ('stop' as const) }),
    ...(usage === undefined ? {} : { usage: StoredCallUsage.parse(usage) }),
  };
}

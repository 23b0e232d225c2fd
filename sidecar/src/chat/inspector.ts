import type { InspectedCall } from '@condenser/protocol';
import { toWireError } from '../i18n/wireError.ts';
import type { Wording } from '../i18n/wording.ts';
import type { ChatDone, OllamaMessage } from '../models/ollama/chatStream.ts';
import type { CallRecorder, RecordedCall } from '../models/recordedCall.ts';
import { StoredCallUsage } from '../store/lenientSchemas.ts';

/** Limits of what is kept: turns, and characters of all messages and answers together. */
const MAX_TURNS = 200;
const MAX_CHARACTERS = 32 * 1024 * 1024;

interface KeptCall {
  readonly call: RecordedCall;
  readonly prefix: InspectedCall['prefix'];
}

/** Keeps the exact model calls of the latest turns, so that a user can see what was sent. */
export class Inspector {
  private readonly clock: () => Date;
  private readonly headerNames: () => readonly string[];
  /** By turn, oldest first. */
  private readonly turns = new Map<string, KeptCall[]>();
  private readonly lastMessages = new Map<string, readonly OllamaMessage[]>();

  constructor(clock: () => Date, headerNames: () => readonly string[]) {
    this.clock = clock;
    this.headerNames = headerNames;
  }

  /** A recorder for the calls of one turn. */
  recorder(turnId: string): CallRecorder {
    return {
      now: () => this.clock().getTime(),
      record: (call) => this.keep(turnId, call),
    };
  }

  /** The calls of a turn so far; none for a turn that is no longer kept. */
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
      // The running turn is always kept.
      if (left === 1 || (left <= MAX_TURNS && characters <= MAX_CHARACTERS)) return;
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
      ...(done && endingOf(done)),
      error: error === undefined ? undefined : toWireError(error, wording),
      firstTextAfter: firstTextAt === undefined ? undefined : firstTextAt - startedAt,
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

function sizeOf(calls: readonly KeptCall[]): number {
  return calls.reduce(
    (sum, { call, prefix }) => sum + prefix.ofCharacters + call.content.length,
    0,
  );
}

/** A call that was stopped because it repeated itself has no reason or figures from the server. */
function endingOf({ reason, usage }: ChatDone): Pick<InspectedCall, 'doneReason' | 'usage'> {
  const doneReason = reason === 'length' ? reason : 'stop';
  return {
    doneReason: reason === 'repetition' ? undefined : doneReason,
    usage: usage && StoredCallUsage.parse(usage),
  };
}

/**
 * The request as a curl command for a POSIX shell, on one line. Extra headers appear without their
 * values: these are secrets, and the text is made to be pasted somewhere.
 */
function curlText(url: string, body: object, headerNames: readonly string[]): string {
  const headers = ['Content-Type: application/json', ...headerNames.map((name) => `${name}: …`)];
  return [
    `curl -N ${quoted(url)}`,
    ...headers.map((header) => `-H ${quoted(header)}`),
    `-d ${quoted(JSON.stringify(body))}`,
  ].join(' ');
}

/** In single quotes, between which only a single quote is special. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

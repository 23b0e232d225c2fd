import { setImmediate as nextTurn } from 'node:timers/promises';
import MiniSearch, { type Query, type SearchResult } from 'minisearch';
import { type Conversation, turnsInOrder } from '../conversation.ts';
import { indexTerms, runsOf } from './words.ts';

/** A conversation to search. It is indexed again when its `version` changes. */
export interface Searchable {
  readonly conversationId: string;
  readonly version: string;
  readonly title: string;
}

/** A match in a turn, or in the title if `turnId` is undefined. */
export interface Found {
  readonly conversationId: string;
  readonly turnId: string | undefined;
  /** By field, the terms that match. */
  readonly terms: { readonly [Field in 'title' | 'question' | 'answer']?: readonly string[] };
}

interface Document {
  readonly id: string;
  readonly title?: string;
  readonly question?: string;
  readonly answer?: string;
}

/** After this long without a search the index is dropped to free memory. */
const IDLE_MS = 5 * 60_000;
const MAX_PARALLEL_READS = 8;
const FIELDS = ['title', 'question', 'answer'] as const;

/** Full-text index over titles, questions and answers, built by the first search. */
export class SearchIndex {
  private readonly read: (conversationId: string) => Promise<Conversation | undefined>;
  private index = emptyIndex();
  private readonly known = new Map<string, { version: string; documents: string[] }>();
  private work: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(read: (conversationId: string) => Promise<Conversation | undefined>) {
    this.read = read;
  }

  /** Finds all words of the query in these conversations, best match first. The last may be a prefix. */
  async search(query: string, conversations: readonly Searchable[]): Promise<Found[]> {
    const updated = this.work.then(() => this.update(conversations));
    this.work = updated.catch(() => undefined);
    await updated;
    this.dropWhenIdle();
    const wanted = queryOf(query);
    if (wanted === undefined) return [];
    const options = { tokenize: (term: string) => [term], processTerm: (term: string) => term };
    return this.index.search(wanted, { ...options, boost: { title: 3, question: 2 } }).map(toFound);
  }

  /** Drops the index. */
  close(): void {
    clearTimeout(this.timer);
    this.known.clear();
    this.index = emptyIndex();
  }

  private async update(conversations: readonly Searchable[]): Promise<void> {
    const present = new Set(conversations.map(({ conversationId }) => conversationId));
    for (const id of [...this.known.keys()]) if (!present.has(id)) this.remove(id);
    const changed = conversations.filter(
      ({ conversationId, version }) => this.known.get(conversationId)?.version !== version,
    );
    for (let at = 0; at < changed.length; at += MAX_PARALLEL_READS) {
      const some = changed.slice(at, at + MAX_PARALLEL_READS);
      const read = await Promise.all(some.map(({ conversationId }) => this.read(conversationId)));
      for (const [index, { conversationId, version, title }] of some.entries()) {
        this.remove(conversationId);
        const conversation = read[index];
        if (conversation) this.add(conversation, version, title);
        // Running turns get their turn.
        await nextTurn();
      }
    }
  }

  private add(conversation: Conversation, version: string, title: string): void {
    const { conversationId } = conversation;
    const documents: Document[] = [{ id: `${conversationId}/`, title }];
    for (const turn of turnsInOrder(conversation)) {
      const { turnId, text: question, answer } = turn;
      documents.push({ id: `${conversationId}/${turnId}`, question, answer });
    }
    this.index.addAll(documents);
    this.known.set(conversationId, { version, documents: documents.map(({ id }) => id) });
  }

  private remove(conversationId: string): void {
    const known = this.known.get(conversationId);
    if (known === undefined) return;
    this.index.discardAll(known.documents);
    this.known.delete(conversationId);
  }

  private dropWhenIdle(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.close(), IDLE_MS).unref();
  }
}

function emptyIndex(): MiniSearch<Document> {
  return new MiniSearch<Document>({
    fields: [...FIELDS],
    tokenize: indexTerms,
    processTerm: (term) => term,
  });
}

function queryOf(query: string): Query | undefined {
  const queries: Query[] = runsOf(query).map((run, index, all) => {
    if (run.kind === 'word') {
      return { queries: [run.word], prefix: index === all.length - 1 };
    }
    if (run.pairs.length === 0) return { queries: [...run.words], prefix: true };
    return {
      combineWith: 'OR',
      queries: [
        { combineWith: 'AND', queries: [...run.words] },
        { combineWith: 'AND', queries: [...run.pairs] },
      ],
    };
  });
  return queries.length === 0 ? undefined : { combineWith: 'AND', queries };
}

function toFound({ id, match }: SearchResult): Found {
  const [conversationId = '', turnId = ''] = String(id).split('/');
  const terms: Partial<Record<(typeof FIELDS)[number], string[]>> = {};
  for (const [term, fields] of Object.entries(match)) {
    for (const field of FIELDS.filter((name) => fields.includes(name))) {
      terms[field] = [...(terms[field] ?? []), term];
    }
  }
  return { conversationId, turnId: turnId === '' ? undefined : turnId, terms };
}

/** Length of the text before the first match, and of the whole excerpt. */
const MAX_LEAD = 40;
const MAX_LENGTH = 160;

/** The text around the first match, on one line, and the places of the matches in it. */
export interface Excerpt {
  readonly excerpt: string;
  readonly matches: [start: number, length: number][];
}

/** The excerpt around the first match of any of the terms, which are in lower case. */
export function excerptOf(text: string, terms: readonly string[]): Excerpt {
  const pattern = patternOf(terms);
  const first = pattern ? text.search(pattern) : -1;
  const start = boundary(text, Math.max(0, first - MAX_LEAD));
  const end = boundary(text, Math.min(text.length, start + MAX_LENGTH));
  const body = text.slice(start, end).replace(/\s/g, ' ');
  const lead = start > 0 ? '…' : '';
  const excerpt = `${lead}${body}${end < text.length ? '…' : ''}`;
  const matches: [number, number][] = [];
  if (pattern) {
    for (const match of body.matchAll(pattern)) {
      matches.push([lead.length + match.index, match[0].length]);
    }
  }
  return { excerpt, matches };
}

/** Longest first, so that a whole word is matched before a part of it. */
function patternOf(terms: readonly string[]): RegExp | undefined {
  const sources = terms
    .filter((term) => term !== '')
    .sort((one, other) => other.length - one.length)
    .map((term) => term.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return sources.length === 0 ? undefined : new RegExp(sources.join('|'), 'giu');
}

/** Moves a position out of the middle of a surrogate pair. */
function boundary(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

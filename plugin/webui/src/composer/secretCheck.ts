import {
  ChatCheckContextRequest,
  type ContextItem,
  LooksSecretFacts,
  type SecretFinding,
  type TurnRecord,
} from '@condenser/protocol/light';
import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../app/context.ts';
import { useStored } from '../app/redraw.ts';
import type { RpcClient } from '../rpc/client.ts';

/** Why an item looks like a secret, as sentences; empty where it does not. */
export type Reasons = readonly string[];

const NONE: Reasons = [];

/** Has the sidecar look for secrets in what is to be sent, each item once. */
export class SecretCheck {
  private readonly client: RpcClient;
  private readonly known = new WeakMap<ContextItem, Reasons>();

  constructor(client: RpcClient) {
    this.client = client;
  }

  /** What is known of an item by now. */
  reasons(item: ContextItem): Reasons {
    return this.known.get(item) ?? NONE;
  }

  /**
   * Asks about the items that are not known yet. @returns whether more is known now.
   * @throws ConnectionLostError when the connection is cut: then it is to be asked again.
   */
  async check(items: readonly ContextItem[]): Promise<boolean> {
    const unknown = items.filter((item) => !this.known.has(item));
    if (unknown.length === 0) return false;
    const { findings } = await this.client.request(ChatCheckContextRequest, { context: unknown });
    for (const [index, item] of unknown.entries()) this.known.set(item, of(findings, index));
    return true;
  }
}

/** Why the items of a turn that was sent look like secrets: its notice says so. */
export function reasonsOfTurn({ notices, context }: TurnRecord): readonly Reasons[] {
  const notice = notices.find(({ code }) => code === 'looksSecret');
  const facts = LooksSecretFacts.safeParse(notice);
  if (!notice || !facts.success) return [];
  const marked = new Set(facts.data.findings.map(({ item }) => item));
  return context.map((_, index) => (marked.has(index) ? [notice.message] : NONE));
}

function of(findings: readonly SecretFinding[], index: number): Reasons {
  return findings.filter(({ item }) => item === index).map(({ message }) => message);
}

/** Why each of the items looks like a secret, once the sidecar has looked at it. */
export function useSecretReasons(items: readonly ContextItem[]): readonly Reasons[] {
  const { secretCheck } = useApp();
  const connection = useStored((state) => state.connection);
  const [, draw] = useState({});
  useEffect(() => {
    let isGone = false;
    const drawAgain = (isMore: boolean) => {
      if (isMore && !isGone) draw({});
    };
    // Cut meanwhile: asked again with the next connection. The turn says it in any case.
    if (connection === 'connected') secretCheck.check(items).then(drawAgain, () => undefined);
    return () => {
      isGone = true;
    };
  }, [items, connection]);
  return items.map((item) => secretCheck.reasons(item));
}

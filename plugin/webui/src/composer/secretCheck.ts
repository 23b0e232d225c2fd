import {
  ChatCheckContextRequest,
  type ContextItem,
  LooksSecretFacts,
  type SecretFinding,
  type TurnRecord,
} from '@condenser/protocol/light';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useStored } from '../app/context.ts';
import type { RpcClient } from '../rpc/client.ts';

/** Why an item looks like a secret, as sentences; empty where it does not. */
export type Reasons = readonly string[];

const NONE: Reasons = [];

/** Has the sidecar check each context item for secrets once, before it is sent. */
export class SecretCheck {
  private readonly client: RpcClient;
  private readonly known = new WeakMap<ContextItem, Reasons>();

  constructor(client: RpcClient) {
    this.client = client;
  }

  /** The reasons that are known so far. */
  reasons(item: ContextItem): Reasons {
    return this.known.get(item) ?? NONE;
  }

  /**
   * Checks the items that were not checked yet. @returns whether there were any.
   * @throws ConnectionLostError when the connection is cut: then the caller checks again.
   */
  async check(items: readonly ContextItem[]): Promise<boolean> {
    const unknown = items.filter((item) => !this.known.has(item));
    if (unknown.length === 0) return false;
    const { findings } = await this.client.request(ChatCheckContextRequest, { context: unknown });
    for (const [index, item] of unknown.entries()) this.known.set(item, of(findings, index));
    return true;
  }
}

/** Why the items of a sent turn look like secrets, from its notice. */
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

/** Why each of the items looks like a secret, once the sidecar has checked it. */
export function useSecretReasons(items: readonly ContextItem[]): readonly Reasons[] {
  const { secretCheck } = useApp();
  const connection = useStored((state) => state.connection);
  const [, draw] = useState({});
  useEffect(() => {
    let isGone = false;
    const drawAgain = (isMore: boolean) => {
      if (isMore && !isGone) draw({});
    };
    // After a cut, the next connection checks again. The notice of the turn says it in any case.
    if (connection === 'connected') secretCheck.check(items).then(drawAgain, () => undefined);
    return () => {
      isGone = true;
    };
  }, [items, connection]);
  return items.map((item) => secretCheck.reasons(item));
}

import type { ContextItem } from '@condenser/protocol';
import { useEffect, useState } from 'preact/hooks';
import type { Reasons } from '../app/contextCheck.ts';
import { useApp } from './context.ts';
import { useStored } from './useStored.ts';

/** Why each of the items looks like a secret, once the sidecar has looked at it. */
export function useSecretReasons(items: readonly ContextItem[]): readonly Reasons[] {
  const { contextCheck } = useApp();
  const connection = useStored((state) => state.connection);
  const [, draw] = useState({});
  useEffect(() => {
    let isGone = false;
    const drawAgain = (isMore: boolean) => {
      if (isMore && !isGone) draw({});
    };
    // Cut meanwhile: asked again with the next connection. The turn says it in any case.
    if (connection === 'connected') contextCheck.check(items).then(drawAgain, () => undefined);
    return () => {
      isGone = true;
    };
  }, [items, connection]);
  return items.map((item) => contextCheck.reasons(item));
}

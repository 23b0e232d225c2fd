import type { Notice, TurnRecord } from '@condenser/protocol/light';
import { useStored } from '../app/redraw.ts';

type Codes = ReadonlySet<Notice['code']>;

/** The outcome of the condense step. */
const OF_CONDENSE_STEP: Codes = new Set(['rewriteDropped', 'condenseFailed', 'condenseStopped']);
/** These do not affect the answer of their turn. */
const INSPECTOR_ONLY: Codes = new Set(['condenseStopped']);

/** The notices of a turn, in the conversation. */
export function TurnNotices({ turn }: { readonly turn: TurnRecord }) {
  return <Lines notices={turn.notices.filter(({ code }) => !INSPECTOR_ONLY.has(code))} />;
}

/** The notices of a turn's condense step, in the inspector. */
export function CondenseNotices({ turnId }: { readonly turnId: string | undefined }) {
  const turn = useStored(({ conversations, current }) =>
    conversations[current]?.turns.find((one) => one.turnId === turnId),
  );
  return <Lines notices={turn?.notices.filter(({ code }) => OF_CONDENSE_STEP.has(code)) ?? []} />;
}

function Lines({ notices }: { readonly notices: readonly Notice[] }) {
  return (
    <>
      {notices.map(({ code, message }) => (
        <p class="notice" key={code} data-code={code}>
          {message}
        </p>
      ))}
    </>
  );
}

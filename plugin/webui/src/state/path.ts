import type { TurnRecord } from '@condenser/protocol/light';
import type { ConversationView } from './state.ts';

/** A turn as it is shown: with its place among its versions. */
export interface ShownTurn {
  readonly turn: TurnRecord;
  /** All versions, oldest first; the turn is one of them. */
  readonly versions: readonly string[];
}

/** The branch that is shown, from the first turn on: at each fork the chosen, else the last one. */
export function shownPath(view: ConversationView): ShownTurn[] {
  const children = new Map<string, TurnRecord[]>();
  const known = new Set(view.turns.map(({ turnId }) => turnId));
  for (const turn of view.turns) {
    // The parent of the first turn of a part is not here.
    const parent =
      turn.parentTurnId !== null && known.has(turn.parentTurnId) ? turn.parentTurnId : '';
    children.set(parent, [...(children.get(parent) ?? []), turn]);
  }
  const path: ShownTurn[] = [];
  for (let parent = ''; ; ) {
    const versions = children.get(parent);
    if (!versions) return path;
    const wanted = view.chosen[parent] ?? view.chosen[versions[0]?.parentTurnId ?? ''];
    const turn = versions.find(({ turnId }) => turnId === wanted) ?? versions.at(-1);
    if (!turn) return path;
    path.push({ turn, versions: versions.map(({ turnId }) => turnId) });
    parent = turn.turnId;
  }
}

/** The choices that lead to a turn. */
export function choicesTo(turns: readonly TurnRecord[], turnId: string | null) {
  const byId = new Map(turns.map((turn) => [turn.turnId, turn]));
  const chosen: Record<string, string> = {};
  for (let turn = byId.get(turnId ?? ''); turn; turn = byId.get(turn.parentTurnId ?? '')) {
    chosen[turn.parentTurnId ?? ''] = turn.turnId;
  }
  return chosen;
}

import type { ModelSummary } from '@condenser/protocol/light';
import { useStored } from '../app/context.ts';
import { isNamed, type PageState } from '../state/state.ts';

/** The model of this name, for a memoized component. */
export function useModel(name: string | undefined): ModelSummary | undefined {
  return modelNamed(
    useStored(({ models }) => models),
    name,
  );
}

/** The model of this name in the list. */
export function modelNamed(
  models: PageState['models'],
  name: string | undefined,
): ModelSummary | undefined {
  return models.find((model) => isNamed(model, name));
}

/** Whether a model must be loaded to answer a question of this moment. */
export function isCold({ loaded, cloud, memory }: ModelSummary, at: string): boolean {
  if (cloud) return false;
  return !loaded || (memory?.expiresAt !== undefined && memory.expiresAt <= at);
}

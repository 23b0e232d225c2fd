import type { ModelSummary } from '@condenser/protocol/light';
import { useStored } from '../app/redraw.ts';
import type { PageState } from '../state/state.ts';

/** What is known of a model now, for a view that is not made anew when models are read. */
export function useModel(name: string | undefined): ModelSummary | undefined {
  return modelNamed(
    useStored(({ models }) => models),
    name,
  );
}

/** The model of this name, among those that are known. */
export function modelNamed(
  models: PageState['models'],
  name: string | undefined,
): ModelSummary | undefined {
  return models.find((model) => model.name === name || model.name === `${name}:latest`);
}

/** Whether a model has to be loaded before it answers what is asked at this moment. */
export function isCold({ loaded, cloud, memory }: ModelSummary, at: string): boolean {
  if (cloud) return false;
  return !loaded || (memory?.expiresAt !== undefined && memory.expiresAt <= at);
}

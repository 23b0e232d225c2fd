import type { Finding } from '@condenser/protocol';
import { useWords } from './context.ts';

/** What the doctor found, each with what to do about it; undefined while it looks. */
export function Findings({ findings }: { readonly findings: readonly Finding[] | undefined }) {
  const words = useWords();
  if (findings === undefined) {
    return (
      <p class="waiting" role="status">
        <span class="spinner" aria-hidden="true" />
        {words.checking}
      </p>
    );
  }
  return (
    <ul class="findings">
      {findings.map(({ id, level, found, whatToDo }) => (
        <li class={`finding ${level}`} key={`${id} ${found}`}>
          <strong>{found}</strong>
          {whatToDo && <p>{whatToDo}</p>}
        </li>
      ))}
    </ul>
  );
}

import type { Finding } from '@condenser/protocol';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useWords } from './context.ts';
import { DialogPanel } from './dialogPanel.tsx';

/** What the doctor found, each with what to do about it. */
export function DoctorPanel() {
  const app = useApp();
  const words = useWords();
  const [findings, setFindings] = useState<readonly Finding[]>();
  useEffect(() => {
    app.run(app.doctor().then(setFindings));
  }, [app]);
  return (
    <DialogPanel title={words.doctor}>
      {findings === undefined ? (
        <p class="waiting" role="status">
          <span class="spinner" aria-hidden="true" />
          {words.checking}
        </p>
      ) : (
        <ul class="findings">
          {findings.map(({ id, level, found, whatToDo }) => (
            <li class={`finding ${level}`} key={`${id} ${found}`}>
              <strong>{found}</strong>
              {whatToDo && <p>{whatToDo}</p>}
            </li>
          ))}
        </ul>
      )}
    </DialogPanel>
  );
}

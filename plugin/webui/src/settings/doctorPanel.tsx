import type { Finding } from '@condenser/protocol';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useWords } from '../app/context.ts';
import { DialogPanel } from '../controls/dialogPanel.tsx';
import './doctorPanel.css';

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
      <Findings findings={findings} />
    </DialogPanel>
  );
}

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

import { DoctorRunRequest, type Finding } from '@condenser/protocol/light';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { DialogPanel } from '../controls/dialogPanel.tsx';
import type { RpcClient } from '../rpc/client.ts';
import './doctorPanel.css';

/** What the doctor found, each with what to do about it. */
export function DoctorPanel() {
  const app = useApp();
  const texts = useTexts();
  const [findings, setFindings] = useState<readonly Finding[]>();
  useEffect(() => {
    app.run(runDoctor(app.client).then(setFindings));
  }, [app]);
  return (
    <DialogPanel title={texts.doctor}>
      <Findings findings={findings} />
    </DialogPanel>
  );
}

/** What the doctor found, each with what to do about it; undefined while it looks. */
export function Findings({ findings }: { readonly findings: readonly Finding[] | undefined }) {
  const texts = useTexts();
  if (findings === undefined) {
    return (
      <p class="waiting" role="status">
        <span class="spinner" aria-hidden="true" />
        {texts.checking}
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

/** Has the doctor check the machine and the server. */
export async function runDoctor(client: RpcClient): Promise<readonly Finding[]> {
  return (await client.request(DoctorRunRequest, {})).findings;
}

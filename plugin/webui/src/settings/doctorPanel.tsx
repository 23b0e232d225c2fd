import { DoctorRunRequest, type Finding } from '@condenser/protocol/light';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { DialogPanel } from '../controls/dialogPanel.tsx';
import type { RpcClient } from '../rpc/client.ts';
import './doctorPanel.css';

/** The findings of the doctor, each with a remedy. */
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

/** A list of findings; undefined while the doctor runs. */
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

/** Has the doctor check this machine and the server. */
export async function runDoctor(client: RpcClient): Promise<readonly Finding[]> {
  return (await client.request(DoctorRunRequest, {})).findings;
}

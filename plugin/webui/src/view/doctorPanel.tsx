import type { Finding } from '@condenser/protocol';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useWords } from './context.ts';
import { DialogPanel } from './dialogPanel.tsx';
import { Findings } from './findings.tsx';

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

import { useEffect, useState } from 'preact/hooks';
import { useApp, useWords } from '../app/context.ts';
import type { Egress } from '../app/machine.ts';
import { FigureList } from '../controls/figureList.tsx';

/** What left this program since it started: where to, how often, and with what. */
export function EgressView() {
  const app = useApp();
  const words = useWords();
  const [egress, setEgress] = useState<Egress>();
  useEffect(() => app.run(app.machine.egress().then(setEgress)), [app]);
  if (!egress) return null;
  const since = new Date(egress.since).toLocaleString(app.store.state.language);
  return (
    <section class="settings-part egress" aria-label={words.egress}>
      <h3>{words.egress}</h3>
      <p>
        {egress.local ? words.egressLocal : words.egressElsewhere}{' '}
        <strong class="egress-host">{egress.host}</strong>
      </p>
      <p class="egress-count">{words.egressCount(egress.requests, since)}</p>
      <FigureList
        figures={[...Object.entries(egress.hosts), ...Object.entries(egress.paths)].map(
          ([name, value]) => ({ name, label: name, value }),
        )}
      />
    </section>
  );
}

import { EgressGetRequest, type EgressGetResult } from '@condenser/protocol/light';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { FigureList } from '../controls/figureList.tsx';

/** The requests that left this program since it started, by host and by path. */
export function EgressView() {
  const app = useApp();
  const texts = useTexts();
  const [egress, setEgress] = useState<EgressGetResult>();
  useEffect(() => app.run(app.client.request(EgressGetRequest, {}).then(setEgress)), [app]);
  if (!egress) return null;
  const since = new Date(egress.since).toLocaleString(app.store.state.language);
  return (
    <section class="settings-part egress" aria-label={texts.egress}>
      <h3>{texts.egress}</h3>
      <p>
        {egress.local ? texts.egressLocal : texts.egressElsewhere}{' '}
        <strong class="egress-host">{egress.host}</strong>
      </p>
      <p class="egress-count">{texts.egressCount(egress.requests, since)}</p>
      <FigureList
        figures={[...Object.entries(egress.hosts), ...Object.entries(egress.paths)].map(
          ([name, value]) => ({ name, label: name, value }),
        )}
      />
    </section>
  );
}

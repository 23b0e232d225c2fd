import type { EgressGetResult } from '@condenser/protocol';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useWords } from '../context.ts';

/** What left this program since it started: where to, how often, and with what. */
export function EgressView() {
  const app = useApp();
  const words = useWords();
  const [egress, setEgress] = useState<EgressGetResult>();
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
      <dl class="figure-list">
        {[...Object.entries(egress.hosts), ...Object.entries(egress.paths)].map(([name, count]) => (
          <div key={name} data-figure={name}>
            <dt>{name}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

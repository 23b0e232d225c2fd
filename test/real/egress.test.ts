import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { messages } from '@condenser/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { cacheFolder } from '../provision/cacheFolder.ts';
import { chromium } from '../provision/chromium.ts';
import { hasCutNetworks, runCutOff } from './egress/cutNetwork.ts';
import type { Used } from './egress/everyFeature.ts';
import { locateEngineParts } from './realEngine.ts';

const program = resolve(import.meta.dirname, 'egress/everyFeature.ts');
const browser = await chromium.locate();
const parts = await locateEngineParts();
const cutNetworks = await hasCutNetworks();

test.skipIf(!cutNetworks || browser === undefined || parts === undefined)(
  'nothing leaves this machine, whatever is used: not one packet',
  async () => {
    const cache = mkdtempSync(join(tmpdir(), 'condenser-egress-'));
    onTestFinished(() => rmSync(cache, { recursive: true, force: true }));
    symlinkSync(cacheFolder(), join(cache, 'condenser'));
    const command = [process.execPath, '--import', 'tsx', program, browser ?? '', cache];

    const { code, stdout, stderr } = await runCutOff(command);

    expect(code, stderr).toBe(0);
    const used = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Used;
    expect(used.packets).toEqual({ requests: 0, page: 0, server: 0, engine: 0 });
    expect(used.withOneOnPurpose).toBe(1);
    const all = messages.filter(
      ({ kind, direction }) => kind === 'request' && direction === 'clientToSidecar',
    );
    expect([...used.methods].sort()).toEqual(all.map(({ method }) => method).sort());
  },
);

import { TransferMeter } from '@condenser/sidecar/models/transferMeter.ts';
import { describe, expect, it } from 'vitest';

describe('the meter of a transfer', () => {
  it('measures the transferred bytes, not those that existed before', () => {
    let now = 0;
    const meter = new TransferMeter(() => now);
    meter.line({ status: 'pulling a', digest: 'a', total: 1000, completed: 600 });
    expect(meter.progress.bytesPerSecond).toBeUndefined();
    now = 2000;
    meter.line({ status: 'pulling a', digest: 'a', total: 1000, completed: 800 });
    expect(meter.progress).toMatchObject({ completed: 800, bytesPerSecond: 100, secondsLeft: 2 });
  });

  it('measures only the speed of the last seconds', () => {
    let now = 0;
    const meter = new TransferMeter(() => now);
    for (let second = 0; second <= 20; second += 1) {
      now = second * 1000;
      const completed = Math.min(second, 10) * 100 + Math.max(0, second - 10) * 10;
      meter.line({ status: 'pulling a', digest: 'a', total: 5000, completed });
    }
    expect(meter.progress.bytesPerSecond).toBe(10);
  });

  it('stands still when a part is downloaded again, and never exceeds the total', () => {
    const meter = new TransferMeter(() => 0);
    meter.part('a', 100, 80);
    expect(meter.progress.completed).toBe(80);
    meter.part('a', 100, 20);
    expect(meter.progress.completed).toBe(80);
    meter.part('a', 100, 500);
    expect(meter.progress).toMatchObject({ completed: 100, total: 100 });
  });

  it.each([
    [{ status: 'pulling manifest' }, 'preparing'],
    [{ status: 'pulling x', digest: 'x', total: 1 }, 'transferring'],
    [{ status: 'verifying sha256 digest' }, 'verifying'],
    [
      { status: 'quantizing F16 model to Q4_K_M', digest: 'x', total: 9, completed: 1 },
      'quantizing',
    ],
    [{ status: 'writing manifest' }, 'finishing'],
    [{ status: 'success' }, 'finishing'],
  ])('%j is %s', (line, phase) => {
    const meter = new TransferMeter(() => 0);
    meter.line(line);
    expect(meter.progress.phase).toBe(phase);
  });

  it.each([
    {},
    { status: 7, digest: {}, total: 'many', completed: null },
    { status: 'pulling x', digest: 'x', total: -5, completed: -1 },
    { status: 'pulling x', digest: 'x', total: Number.POSITIVE_INFINITY },
    { status: `\u001b[2J${'x'.repeat(100_000)}` },
  ])('accepts any line of a server: %#', (line) => {
    const meter = new TransferMeter(() => 0);
    meter.line(line);
    const { completed, total, status } = meter.progress;
    expect([completed, total]).toEqual([0, 0]);
    expect(status).not.toContain('\u001b');
    expect(status.length).toBeLessThan(1000);
  });
});

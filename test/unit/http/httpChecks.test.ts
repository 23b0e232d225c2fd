import {
  allowedHosts,
  hasBearerToken,
  isAllowedHost,
  isAllowedOrigin,
  isLoopbackAddress,
} from '@condenser/sidecar/http/requestGuard.ts';
import { expect, test } from 'vitest';

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['localhost', true],
  ['::1', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.5', false],
  ['127.evil.example', false],
])('listening on %s is loopback: %s', (address, loopback) => {
  expect(isLoopbackAddress(address)).toBe(loopback);
});

test.each([
  ['localhost:8000', true],
  ['LOCALHOST', true],
  ['127.0.0.1:1', true],
  ['[::1]:8000', true],
  ['chat.example:443', true],
  ['evil.example', false],
  ['localhost.evil.example', false],
  ['localhost@evil.example', false],
  ['localhost:8000:8000', false],
  ['', false],
  [undefined, false],
])('a server with an additional host name accepts the Host %s: %s', (header, accepted) => {
  expect(isAllowedHost(header, allowedHosts('0.0.0.0', ['chat.example']))).toBe(accepted);
});

test('the listening address is an allowed name, but an unspecified address is not', () => {
  expect(isAllowedHost('192.168.1.5:80', allowedHosts('192.168.1.5', []))).toBe(true);
  expect(isAllowedHost('[fe80::1]', allowedHosts('fe80::1', []))).toBe(true);
  expect(isAllowedHost('0.0.0.0', allowedHosts('0.0.0.0', []))).toBe(false);
});

test.each([
  [undefined, [], true],
  ['http://localhost:8000', [], true],
  ['http://localhost:3000', [], false],
  ['https://localhost:8000', [], false],
  ['null', [], false],
  ['http://app.example', ['http://app.example/'], true],
  ['http://app.example.evil', ['http://app.example'], false],
  ['http://any.example', ['*'], true],
])('the origin %s with %j listed is accepted: %s', (origin, named, accepted) => {
  expect(isAllowedOrigin({ origin, host: 'localhost:8000' }, named)).toBe(accepted);
});

test.each([
  ['Bearer opensesame', true],
  ['bearer  opensesame', true],
  ['Bearer opensesam', false],
  ['Bearer opensesamee', false],
  ['Basic opensesame', false],
  ['opensesame', false],
  ['Bearer ', false],
  [undefined, false],
])('the Authorization %s is accepted: %s', (header, accepted) => {
  expect(hasBearerToken(header, 'opensesame')).toBe(accepted);
});

/**
 * What is used of undici, read on first use. By a file of our own: of a CommonJS package that is
 * imported lazily, a bundle in parts has no named exports.
 */
export { Agent, ProxyAgent, request } from 'undici';

/**
 * V8 lets the space for new objects grow to 32 MB and keeps it, for programs that make many objects
 * that live long. Here nearly all of them die with the token they carry, so the space stays as small
 * as it begins: a sidecar beside an editor and a model has no memory to give away.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--semi-space-growth-factor=1');

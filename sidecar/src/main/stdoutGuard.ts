/**
 * stdout belongs to the protocol and to answers. Libraries log with `console` (ollama's does, on
 * every error body), so each console method goes to stderr. Imported before everything else:
 * the order of imports is the order in which modules run.
 */
import { Console } from 'node:console';

globalThis.console = new Console(process.stderr, process.stderr);

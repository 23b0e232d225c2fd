import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes a generated file. With `--check` on the command line, only compares, and exits with 1 if
 * the file is stale.
 */
export function writeOrCheck(file: URL, text: string): void {
  const path = fileURLToPath(file);
  if (!process.argv.includes('--check')) {
    writeFileSync(path, text);
  } else if (readFileSync(path, 'utf8') !== text) {
    process.stderr.write(`${relative(process.cwd(), path)} is stale: npm run snapshot\n`);
    process.exit(1);
  }
}

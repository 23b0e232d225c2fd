import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes a generated file. With `--check` on the command line it only compares, and the process
 * ends with 1 when the file that is there is another.
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

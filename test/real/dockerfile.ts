import { readFileSync } from 'node:fs';

/** One instruction, its continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The instructions of a Dockerfile, by stage. */
export function readStages(file: string): Instruction[][] {
  const text = readFileSync(file, 'utf8')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ');
  const stages: Instruction[][] = [];
  for (const line of text.split('\n').filter((line) => line.trim() !== '')) {
    const [, name = '', rest = ''] = /^\s*([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push([]);
    stages.at(-1)?.push({ name, rest });
  }
  return stages;
}

/** The arguments of the last instruction of this name. */
export function lastOf(stage: readonly Instruction[] | undefined, name: string): string {
  const found = stage?.filter((instruction) => instruction.name === name).at(-1);
  if (found === undefined) throw new Error(`The stage has no ${name}`);
  return found.rest;
}

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runToEnd } from '../process/runToEnd.ts';
import { javaTools } from '../provision/javaTools.ts';

const maven = await javaTools.locate();
const root = resolve(import.meta.dirname, '../..');
const structure = join(import.meta.dirname, 'structure');

describe.skipIf(maven === undefined)('the installable plugin', () => {
  const folder = mkdtempSync(join(tmpdir(), 'condenser-package-'));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  let zip = '';

  beforeAll(async () => {
    const packaged = await run('npm', ['run', '--silent', 'package'], root);
    zip = packaged.trim().split('\n').at(-1) ?? '';
    await run('jar', ['--extract', '--file', zip], folder);
    const jar = join(folder, 'condenser', 'lib', `condenser-${version}.jar`);
    await run('jar', ['--extract', '--file', jar], folder);
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("passes the platform's structure checker without a warning", async () => {
    const classPathFile = join(folder, 'structure.classpath');
    const option = `-Dmdep.outputFile=${classPathFile}`;
    await run('mvn', ['-q', '-B', 'dependency:build-classpath', option], structure);
    const classPath = readFileSync(classPathFile, 'utf8');
    const said = await run('java', ['-cp', classPath, 'StructureCheck.java', zip], structure);

    expect(said.trim()).toBe(`dev.condenser ${version} since 242.0 until null`);
  }, 300_000);

  it('contains every class that plugin.xml names, and nothing of the platform or of Kotlin', async () => {
    const entries = await list(join(folder, 'condenser', 'lib', `condenser-${version}.jar`));
    const descriptor = readFileSync(join(folder, 'META-INF', 'plugin.xml'), 'utf8');
    const named = [...descriptor.matchAll(/dev\.condenser\.[\w.]*[A-Z]\w*/g)].map(([name]) => name);

    expect(named.length).toBeGreaterThan(15);
    for (const name of named) expect(entries).toContain(`${name.replaceAll('.', '/')}.class`);
    expect(entries.filter((entry) => /^(com|kotlin|org|me)\//.test(entry))).toEqual([]);
    expect(entries.filter((entry) => entry.startsWith('dev/condenser/desktop'))).toEqual([]);
  });

  it('contains sidecar, page and two libraries in less than 5 MB', async () => {
    const entries = await list(zip);
    const libraries = entries.filter((entry) => entry.endsWith('.jar'));

    expect(libraries).toHaveLength(3);
    expect(entries).toContain('condenser/sidecar/condenser.mjs');
    expect(entries).toContain('condenser/sidecar/page/index.html');
    expect(entries).toContain('condenser/LICENSE');
    const notices = readFileSync(join(folder, 'condenser', 'THIRD-PARTY-NOTICES'), 'utf8');
    for (const library of libraries) {
      const [, name, number] = /([^/]+?)-(\d[\d.]*)\.jar$/.exec(library) ?? [];
      if (name !== 'condenser') expect(notices).toContain(`\n${name} ${number}\nLicence: `);
    }
    expect(notices).toContain('\npreact ');
    expect(entries.filter((entry) => /kotlin-stdlib|annotations/.test(entry))).toEqual([]);
    expect(statSync(zip).size).toBeLessThan(5_000_000);
  });

  it('has one version number, and the change notes of the changelog', async () => {
    const descriptor = readFileSync(join(folder, 'META-INF', 'plugin.xml'), 'utf8');
    const bundle = join(folder, 'condenser', 'sidecar', 'condenser.mjs');
    const pom = readFileSync(join(root, 'plugin', 'pom.xml'), 'utf8');

    expect(descriptor).toContain(`<version>${version}</version>`);
    expect(readFileSync(join(folder, 'condenser-version.txt'), 'utf8').trim()).toBe(version);
    expect((await run(process.execPath, [bundle, '--version'], folder)).trim()).toBe(version);
    expect(pom).toContain(`<artifactId>condenser-plugin</artifactId>\n  <version>${version}<`);
    expect(descriptor).toMatch(/<change-notes><!\[CDATA\[<h3>Added<\/h3><ul><li>/);
  });

  async function list(archive: string): Promise<string[]> {
    return (await run('jar', ['--list', '--file', archive], folder)).split('\n');
  }
});

/** The stdout of a program that must succeed. */
async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await runToEnd(program, [...args], { cwd });
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}

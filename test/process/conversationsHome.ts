import { CommandHome } from './commandHome.ts';
import { startFake } from './starting.ts';

/** A conversation as `list --json` has it. */
export interface Listed {
  readonly conversationId: string;
  readonly title: string;
  readonly turnCount: number;
  readonly model?: string;
}

/** A home in which one conversation about each of these questions was had. */
export async function homeWith(...questions: readonly string[]): Promise<CommandHome> {
  const home = new CommandHome();
  const fake = await startFake();
  for (const question of questions) {
    const { code, stderr } = await home.run(['ask', question], { fake });
    if (code !== 0) throw new Error(stderr);
  }
  return home;
}

/** What `list --json` says. */
export async function listed(home: CommandHome, ...more: readonly string[]): Promise<Listed[]> {
  const { stdout } = await home.run(['conversations', 'list', '--json', ...more]);
  return (JSON.parse(stdout) as { conversations: Listed[] }).conversations;
}

/** The id of the newest conversation; without any an error. */
export async function onlyId(home: CommandHome): Promise<string> {
  const [only] = await listed(home);
  if (!only) throw new Error('there is no conversation');
  return only.conversationId;
}
